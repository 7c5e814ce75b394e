/** Proves that secrets do not show, whatever goes wrong. */
@NullMarked
package dev.bearerd.leak;

import org.jspecify.annotations.NullMarked;
