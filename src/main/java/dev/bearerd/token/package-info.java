/**
 * The words that all other packages speak: a token, a secret, where a secret comes from, and what
 * can obtain a token. Depends on nothing.
 */
@NullMarked
package dev.bearerd.token;

import org.jspecify.annotations.NullMarked;
