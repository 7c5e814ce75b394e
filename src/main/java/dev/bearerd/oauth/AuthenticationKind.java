package dev.bearerd.oauth;

/**
 * The ways in which a client proves what it is: RFC 6749 section 2.3.1, OpenID Connect Core section
 * 9, RFC 8705 section 2.
 */
public enum AuthenticationKind {
  BASIC,
  POST,
  /** By a JWT that is signed with the secret that client and server share. */
  CLIENT_SECRET_JWT,
  /** By a JWT that is signed with the client's private key. */
  PRIVATE_KEY_JWT,
  /** By the certificate of the TLS connection, beside the client id. */
  MTLS,
  /** The client id alone. */
  NONE
}
