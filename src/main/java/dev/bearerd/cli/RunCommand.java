package dev.bearerd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The daemon. */
@Command(
    name = "run",
    description = "Keeps the tokens of all providers fresh until SIGTERM.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private final Bearerd bearerd;

  RunCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws Exception {
    return bearerd.daemon().run();
  }
}
