/** What must survive a restart: the last token of each provider, with its refresh token. */
@NullMarked
package dev.bearerd.journal;

import org.jspecify.annotations.NullMarked;
