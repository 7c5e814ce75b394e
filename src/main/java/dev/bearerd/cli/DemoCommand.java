package dev.bearerd.cli;

import dev.bearerd.config.ConfigurationReader;
import dev.bearerd.demo.DemoAuthorizationServer;
import dev.bearerd.demo.DemoConfiguration;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows on one machine, without any account, what the daemon does. */
@Command(
    name = "demo",
    description = {
      "Keeps five tokens of an authorization server on loopback fresh.",
      "Both run until they are interrupted; everything is written into ./bearerd-demo."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final Path DIRECTORY = Path.of("bearerd-demo");
  private static final Duration LIFETIME = Duration.ofSeconds(30);

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "9465",
      description = "Of the status address; 0 takes any free port (default: ${DEFAULT-VALUE}).")
  private int httpPort = 9465;

  private final Bearerd bearerd;

  DemoCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws Exception {
    try (var server =
        DemoAuthorizationServer.start(0, LIFETIME, InstantSource.system(), new SecureRandom())) {
      var file = DemoConfiguration.write(DIRECTORY, server.address(), httpPort);
      bearerd.out().println("authorization server  " + server.address());
      bearerd.out().println("configuration         " + file);
      bearerd.out().println("tokens                " + DIRECTORY.resolve("tokens"));
      var locations = List.of(file);
      var reader = new ConfigurationReader(Map.of());
      return bearerd.daemon(() -> reader.read(locations), locations).run();
    } catch (UncheckedIOException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }
}
