/**
 * Where tokens are published and in which format. A reader sees the old token or the new one,
 * whole.
 */
@NullMarked
package dev.bearerd.target;

import org.jspecify.annotations.NullMarked;
