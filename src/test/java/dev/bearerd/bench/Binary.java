package dev.bearerd.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One build of the agent.
 *
 * @param name in the table
 * @param launcher what is run, up to the heap's size
 * @param jar for the launcher
 */
record Binary(String name, List<String> launcher, Optional<Path> jar) {
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

  /** The jar with the flags that the documentation gives. */
  static Binary jvm() {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is missing; run: mvn -q -B package -DskipTests");
    }
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new Binary(
        "jvm",
        List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k"),
        Optional.of(JAR.toAbsolutePath()));
  }

  /** The native binary, where it was built. */
  static Optional<Binary> nativeImage() {
    try (var files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.toString().endsWith("-runner"))
          .findFirst()
          .map(file -> file.toAbsolutePath().toString())
          .map(file -> new Binary("native", List.of(file), Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a command on the configuration of the place. */
  RunningAgent start(Place place, String heap, String command) {
    var line = new ArrayList<>(launcher);
    line.add("-Xmx" + heap);
    jar.ifPresent(file -> line.addAll(List.of("-jar", file.toString())));
    line.addAll(List.of("--config", place.configuration().toString(), command));
    return RunningAgent.start(line, place.directory());
  }
}
