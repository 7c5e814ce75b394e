/** Secrets of no cluster: targets, watches and sources, with a fake of the API server. */
@NullMarked
package dev.bearerd.secret;

import org.jspecify.annotations.NullMarked;
