/**
 * An authorization server on loopback that speaks the dialects of the five documented systems, and
 * the configuration that keeps their tokens fresh: something to try bearerd on. Its ids and secrets
 * are the published samples or made up; it protects nothing.
 */
@NullMarked
package dev.bearerd.demo;

import org.jspecify.annotations.NullMarked;
