package dev.bearerd.refresh;

import java.util.function.UnaryOperator;

/** A value that many threads read and change, each change at once and as a whole. */
final class Cell<T> {
  private volatile T value;

  Cell(T initial) {
    this.value = initial;
  }

  T get() {
    return value;
  }

  synchronized void update(UnaryOperator<T> change) {
    value = change.apply(value);
  }

  /** Changes it, and returns the one before. */
  synchronized T exchange(UnaryOperator<T> change) {
    return replace(change.apply(value));
  }

  /** Puts another value in its place, and returns the one before. */
  synchronized T replace(T other) {
    var before = value;
    value = other;
    return before;
  }
}
