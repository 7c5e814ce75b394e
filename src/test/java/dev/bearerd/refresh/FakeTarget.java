package dev.bearerd.refresh;

import dev.bearerd.target.Publication;
import dev.bearerd.target.Target;
import dev.bearerd.target.TargetException;
import dev.bearerd.token.Token;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A target in memory, which can be full. */
final class FakeTarget implements Target {
  private final String description;
  private String content = "";
  private Runnable during = () -> {};
  private boolean full;
  private int removals;
  private boolean taken;
  private Optional<Observer> observer = Optional.empty();

  FakeTarget() {
    this("fake");
  }

  FakeTarget(String description) {
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Publication publish(Token token) {
    if (full) {
      throw new TargetException("no space left");
    }
    var changed = !content.equals(token.value().reveal());
    content = token.value().reveal();
    during.run();
    if (taken) {
      taken = false;
      return Publication.repaired("somebody had deleted it");
    }
    return changed ? Publication.WRITTEN : Publication.UNCHANGED;
  }

  @Override
  public boolean remove() {
    if (full) {
      throw new TargetException("read-only");
    }
    var isThere = !content.isEmpty();
    content = "";
    removals++;
    during.run();
    return isThere;
  }

  @Override
  public void probe() {}

  @Override
  public List<Path> paths() {
    return List.of(Path.of("/run/" + description));
  }

  @Override
  public Watch watch(Observer by) {
    observer = Optional.of(by);
    return () -> observer = Optional.empty();
  }

  /** Somebody deletes what it holds. */
  void takeAway() {
    content = "";
    taken = true;
    observer.ifPresent(Observer::disturbed);
  }

  /** Nobody is told what others do. */
  void blind(String why) {
    observer.ifPresent(by -> by.unwatched(why));
  }

  boolean isWatched() {
    return observer.isPresent();
  }

  /** How often it was told to remove, and could. */
  int removals() {
    return removals;
  }

  String content() {
    return content;
  }

  /** Happens while it is written, or removed. */
  void during(Runnable something) {
    during = something;
  }

  void full(boolean isFull) {
    full = isFull;
  }
}
