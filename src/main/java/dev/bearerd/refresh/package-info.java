/**
 * When tokens are fetched and published: one state machine a provider, the policies as pure
 * functions, and the agent that starts what is due within the limits of each host.
 */
@NullMarked
package dev.bearerd.refresh;

import org.jspecify.annotations.NullMarked;
