package dev.bearerd.apiconnect;

import java.util.Locale;

/** The two management planes, each with users of its own. */
public enum RealmType {
  /** Of the API Manager. */
  PROVIDER,
  /** Of the Cloud Manager. */
  ADMIN;

  /** As it stands in paths and realms. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The realm of one of its identity providers, as a token request names it. */
  public String realm(IdentityProvider provider) {
    return word() + "/" + provider.name();
  }
}
