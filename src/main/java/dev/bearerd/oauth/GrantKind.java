package dev.bearerd.oauth;

/** The grants that need no browser: of RFC 6749, RFC 8693 and RFC 7523. */
public enum GrantKind {
  CLIENT_CREDENTIALS,
  PASSWORD,
  REFRESH_TOKEN,
  TOKEN_EXCHANGE,
  JWT_BEARER
}
