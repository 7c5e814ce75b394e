/**
 * Files, and directories of files, that readers see whole: written beside their final name, synced,
 * renamed. Knows nothing of tokens. Targets and the journal both build on it
 * (docs/adr/0001-package-file.md).
 */
@NullMarked
package dev.bearerd.file;

import org.jspecify.annotations.NullMarked;
