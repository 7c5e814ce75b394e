/**
 * What IBM API Connect needs beyond a token request: the realm, looked up from the server's
 * identity providers, and registrations of a client of one's own.
 */
@NullMarked
package dev.bearerd.apiconnect;

import org.jspecify.annotations.NullMarked;
