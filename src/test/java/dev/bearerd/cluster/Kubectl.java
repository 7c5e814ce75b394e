package dev.bearerd.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real {@code kubectl}, which was provided together with the API server. */
final class Kubectl {
  private final Path kubeconfig;

  Kubectl(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /** One that may do everything at the shared API server. */
  static Kubectl administrator(Path directory) throws IOException {
    var kubeconfig = directory.resolve("administrator.kubeconfig");
    return new Kubectl(Files.writeString(kubeconfig, ApiServer.shared().administratorKubeconfig()));
  }

  /** What it left. */
  record Result(int exitCode, String out, String err) {
    /** Its output, if it has done what it was told. */
    String orFail() {
      if (exitCode != 0) {
        throw new AssertionError("kubectl ended with %d: %s".formatted(exitCode, err));
      }
      return out;
    }
  }

  Result run(String... arguments) {
    return runWith("", arguments);
  }

  /** Runs it with something to read. */
  Result runWith(String input, String... arguments) {
    var command = new ArrayList<>(List.of(binary().toString(), "--kubeconfig=" + kubeconfig));
    command.addAll(List.of(arguments));
    try {
      var out = temporary(".out");
      var err = temporary(".err");
      var process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try (var stdin = process.outputWriter()) {
        stdin.write(input);
      }
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + command);
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static Path temporary(String suffix) throws IOException {
    var file = Files.createTempFile("kubectl", suffix);
    file.toFile().deleteOnExit();
    return file;
  }

  private static Path binary() {
    var home = System.getProperty("user.home") + "/.kubeapitest";
    var root = Path.of(Optional.ofNullable(System.getenv("KUBE_API_TEST_DIR")).orElse(home));
    try (var versions = Files.list(root.resolve("k8s"))) {
      return versions.max(Comparator.naturalOrder()).orElseThrow().resolve("kubectl");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
