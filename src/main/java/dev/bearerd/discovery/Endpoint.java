package dev.bearerd.discovery;

import java.util.Locale;

/** What an authorization server is asked at, of all that its metadata may name. */
public enum Endpoint {
  TOKEN,
  /** RFC 8628 section 4. */
  DEVICE_AUTHORIZATION,
  /** RFC 8414 section 2. */
  REVOCATION;

  /** As metadata calls it. */
  String field() {
    return name().toLowerCase(Locale.ROOT) + "_endpoint";
  }
}
