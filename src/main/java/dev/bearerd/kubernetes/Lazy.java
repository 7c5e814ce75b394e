package dev.bearerd.kubernetes;

import java.util.Optional;
import java.util.function.Supplier;

/** A value that is made once, at its first use; what failed is tried again at the next. */
final class Lazy<T> {
  private final Supplier<T> making;
  private volatile Optional<T> made = Optional.empty();

  Lazy(Supplier<T> making) {
    this.making = making;
  }

  synchronized T get() {
    var value = made.orElseGet(making);
    made = Optional.of(value);
    return value;
  }
}
