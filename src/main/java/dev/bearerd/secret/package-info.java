/** Secrets of a cluster that bearerd publishes into, watches, and reads its own secrets from. */
@NullMarked
package dev.bearerd.secret;

import org.jspecify.annotations.NullMarked;
