/**
 * What a pasted curl command means as a provider: the words of the shell, the options of curl, the
 * request they make, and the entry that asks for the same token. Opens only the files that the
 * command itself reads, writes none, and shows no secret.
 */
@NullMarked
package dev.bearerd.curl;

import org.jspecify.annotations.NullMarked;
