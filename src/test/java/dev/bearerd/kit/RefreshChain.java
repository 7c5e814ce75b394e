package dev.bearerd.kit;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The refresh tokens of one login. Each use gives a new one; the one that was used stays good until
 * one of its successors has been used, so that a client whose answer was lost may ask again.
 */
final class RefreshChain {
  private final Set<String> successors = new HashSet<>();
  private Optional<String> predecessor = Optional.empty();

  RefreshChain(String first) {
    successors.add(first);
  }

  /**
   * Uses a refresh token.
   *
   * @param next what is given for it
   * @return whether it was good; if not, nothing has changed
   */
  boolean use(String presented, String next) {
    if (successors.contains(presented)) {
      predecessor = Optional.of(presented);
      successors.clear();
    } else if (!predecessor.equals(Optional.of(presented))) {
      return false;
    }
    return successors.add(next);
  }
}
