/**
 * Private keys and certificates from files, and the JWTs that are signed with them. A file is read
 * at each use, so that rotation needs no reload; what is wrong with it is said in words, without a
 * byte of what it holds.
 */
@NullMarked
package dev.bearerd.key;

import org.jspecify.annotations.NullMarked;
