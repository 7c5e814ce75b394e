package dev.bearerd.token;

import java.util.Locale;
import java.util.Map;

/** Tells a server that a token is of no use any more (RFC 7009). Safe for threads. */
@FunctionalInterface
public interface Revocation {

  /** What a token is. */
  enum Hint {
    REFRESH_TOKEN,
    ACCESS_TOKEN;

    /** As a request names it. */
    public String parameter() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** As people call it. */
    public String words() {
      return parameter().replace('_', ' ');
    }
  }

  /**
   * Tries once. Blocks the calling thread, each exchange within the provider's time limit.
   *
   * @param discoveries what had been found out when the token came
   * @throws TokenException with the reason where the token may still be good
   */
  void revoke(Secret token, Hint hint, Map<String, String> discoveries);
}
