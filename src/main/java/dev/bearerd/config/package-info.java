/**
 * The configuration file: a YAML tree that knows its lines, the keys and their types, and every
 * problem at once. Knows nothing of what the keys are used for.
 */
@NullMarked
package dev.bearerd.config;

import org.jspecify.annotations.NullMarked;
