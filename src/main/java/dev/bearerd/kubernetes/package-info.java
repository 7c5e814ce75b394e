/**
 * The API server: how it is reached, what it refuses and which rule would allow it, and the restart
 * of a workload.
 */
@NullMarked
package dev.bearerd.kubernetes;

import org.jspecify.annotations.NullMarked;
