/** The packaged agent with a real API server of Kubernetes, in the profile {@code kubernetes}. */
@NullMarked
package dev.bearerd.cluster;

import org.jspecify.annotations.NullMarked;
