package dev.bearerd.refresh;

import dev.bearerd.hook.Hook;
import dev.bearerd.hook.HookException;
import dev.bearerd.hook.Occasion;
import java.util.ArrayList;
import java.util.List;

/** A hook that remembers what it was told, and fails as long as it should. */
final class FakeHook implements Hook {
  private final List<Occasion> heard = new ArrayList<>();
  private List<String> output = List.of();
  private Runnable during = () -> {};
  private boolean broken;
  private Runnable meanwhile = () -> {};

  @Override
  public String description() {
    return "fake hook";
  }

  @Override
  public List<String> run(Occasion occasion) {
    if (broken) {
      throw new HookException("ended with exit code 3", output);
    }
    heard.add(occasion);
    during.run();
    var once = meanwhile;
    meanwhile = () -> {};
    once.run();
    return output;
  }

  List<Occasion> heard() {
    return heard;
  }

  /** Happens while it runs. */
  void during(Runnable something) {
    during = something;
  }

  void broken(boolean isBroken) {
    broken = isBroken;
  }

  /** Happens once, while it runs. */
  void meanwhile(Runnable something) {
    meanwhile = something;
  }

  void writes(String... lines) {
    output = List.of(lines);
  }
}
