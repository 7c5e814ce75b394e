package dev.bearerd.oauth;

/** The grants of RFC 6749 that need no browser. */
public enum GrantKind {
  CLIENT_CREDENTIALS,
  PASSWORD,
  REFRESH_TOKEN
}
