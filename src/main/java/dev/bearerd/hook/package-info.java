/**
 * What happens once a new token has been published: a program, a signal, an HTTP request. No hook
 * is ever given the token itself.
 */
@NullMarked
package dev.bearerd.hook;

import org.jspecify.annotations.NullMarked;
