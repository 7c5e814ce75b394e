/**
 * OAuth 2.0 token requests and answers (RFC 6749): grants, client authentication, the dialects of
 * systems that differ, and a reader that is as lenient as real servers need.
 */
@NullMarked
package dev.bearerd.oauth;

import org.jspecify.annotations.NullMarked;
