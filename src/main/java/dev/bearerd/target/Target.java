package dev.bearerd.target;

import dev.bearerd.token.Token;
import java.nio.file.Path;
import java.util.List;

/** One place where a provider's token is published. Called by one thread at a time. */
public interface Target {

  /** Hears of what others do to a target. Called by any thread; returns at once. */
  interface Observer {
    /** It may hold something else than what was published, or can be published to again. */
    void disturbed();

    /** What others do is noticed at the next publication only. */
    void unwatched(String why);
  }

  /** An observation that goes on until it is closed. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** Names the place for the operator, for instance {@code file /run/tokens/orders}. */
  String description();

  /**
   * Publishes, so that every reader sees the old content or the new one, whole. Idempotent: a place
   * that already holds this token is left alone.
   *
   * @throws TargetException when the place still holds what it held before
   */
  Publication publish(Token token);

  /**
   * Removes what was published, so that readers find nothing. Idempotent; what somebody else put
   * there is refused or left alone, as {@link #publish} does.
   *
   * @return whether something was removed
   * @throws TargetException when something is still there
   */
  boolean remove();

  /**
   * Looks for reasons why {@link #publish} would fail, and changes nothing.
   *
   * @throws TargetException with the reason, and what to do
   */
  void probe();

  /** Tells of what others do to it, where that can be noticed. Does not block. */
  default Watch watch(Observer observer) {
    return () -> {};
  }

  /** What readers open, absolute; empty where the place is not in a file system. */
  List<Path> paths();
}
