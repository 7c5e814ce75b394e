/** The benchmark of speed and size; bench/README.md says how it is run. No test starts it. */
@NullMarked
package dev.bearerd.bench;

import org.jspecify.annotations.NullMarked;
