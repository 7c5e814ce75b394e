/**
 * What must survive a restart: the last token of each provider, with its refresh token. Whoever
 * reads a journal holds its tokens: only the agent's user may.
 */
@NullMarked
package dev.bearerd.journal;

import org.jspecify.annotations.NullMarked;
