/**
 * Files that readers see whole: written beside their final name, synced, renamed. Knows nothing of
 * tokens.
 */
@NullMarked
package dev.bearerd.file;

import org.jspecify.annotations.NullMarked;
