/** What happens in a cluster, without one. */
@NullMarked
package dev.bearerd.kubernetes;

import org.jspecify.annotations.NullMarked;
