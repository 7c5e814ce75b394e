package dev.bearerd.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Starts the command line. Quarkus itself is started only by the commands that need it. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(Bearerd.commandLine(System.getenv(), out, err).execute(arguments));
  }
}
