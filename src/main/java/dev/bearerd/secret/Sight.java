package dev.bearerd.secret;

import java.util.Optional;

/** What is known of one Secret, whoever tells it. What is older than that is not believed. */
final class Sight {
  /**
   * Something is known.
   *
   * @param secret empty where it is known that there is none
   */
  record Known(Optional<StoredSecret> secret) {
    static final Known NONE = new Known(Optional.empty());
  }

  private record Gone(String uid, long version) {}

  private volatile Optional<Known> known = Optional.empty();
  private volatile Optional<Gone> gone = Optional.empty();

  Optional<Known> known() {
    return known;
  }

  /** It is like this; returns what is known now: nothing, where it was deleted since. */
  synchronized Optional<StoredSecret> found(StoredSecret now) {
    if (gone.filter(last -> isOf(now, last)).isPresent()) {
      return known.flatMap(Known::secret);
    }
    var newest = known.flatMap(Known::secret).filter(before -> now.isOlderThan(before)).orElse(now);
    known = Optional.of(new Known(Optional.of(newest)));
    return Optional.of(newest);
  }

  /**
   * It was read, and there was none; somebody may have told more since.
   *
   * @param before what was known when it was asked for
   */
  synchronized void missing(Optional<Known> before) {
    if (known.equals(before)) {
      known = Optional.of(Known.NONE);
    }
  }

  /** This one was deleted; returns whether another has taken its place already. */
  synchronized boolean gone(StoredSecret last) {
    gone = Optional.of(new Gone(last.uid(), last.version()));
    var replaced =
        known.flatMap(Known::secret).filter(now -> !now.uid().equals(last.uid())).isPresent();
    if (!replaced) {
      known = Optional.of(Known.NONE);
    }
    return replaced;
  }

  /** Nothing is certain any more. */
  synchronized void forget() {
    known = Optional.empty();
    gone = Optional.empty();
  }

  private static boolean isOf(StoredSecret now, Gone last) {
    return now.uid().equals(last.uid()) && now.version() <= last.version();
  }
}
