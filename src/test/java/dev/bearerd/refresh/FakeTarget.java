package dev.bearerd.refresh;

import dev.bearerd.target.Target;
import dev.bearerd.target.TargetException;
import dev.bearerd.token.Token;

/** A target in memory, which can be full. */
final class FakeTarget implements Target {
  private String content = "";
  private boolean full;

  @Override
  public String description() {
    return "fake";
  }

  @Override
  public boolean publish(Token token) {
    if (full) {
      throw new TargetException("no space left");
    }
    var changed = !content.equals(token.value().reveal());
    content = token.value().reveal();
    return changed;
  }

  @Override
  public void probe() {}

  String content() {
    return content;
  }

  void full(boolean isFull) {
    full = isFull;
  }
}
