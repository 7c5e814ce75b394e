/**
 * The commands, and the assembly of a configuration into providers. The only package that knows all
 * others.
 */
@NullMarked
package dev.bearerd.cli;

import org.jspecify.annotations.NullMarked;
