package dev.bearerd.oauth;

/** The ways of RFC 6749 section 2.3.1 in which a client proves what it is. */
public enum AuthenticationKind {
  BASIC,
  POST,
  /** The client id alone. */
  NONE
}
