package dev.bearerd.target;

import java.util.Optional;

/**
 * What a target did to hold a token.
 *
 * @param written whether something was written
 * @param repaired who had done what to a token that was published already, and was put back
 */
public record Publication(boolean written, Optional<String> repaired) {
  /** The target held the token already. */
  public static final Publication UNCHANGED = new Publication(false, Optional.empty());

  /** The target holds a token that it did not hold before. */
  public static final Publication WRITTEN = new Publication(true, Optional.empty());

  /** What was published before is there again. */
  public static Publication repaired(String why) {
    return new Publication(true, Optional.of(why));
  }

  static Publication of(boolean written) {
    return written ? WRITTEN : UNCHANGED;
  }
}
