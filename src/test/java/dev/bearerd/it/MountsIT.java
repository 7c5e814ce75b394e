package dev.bearerd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.Fault;
import dev.bearerd.kit.FaultServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, and files that are mounted alone. The agent has mounts of its own. */
@Timeout(90)
final class MountsIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String LIFE = ", \"expires_in\": 60";
  private static final String CONFIGURATION =
      """
      bearerd:
        journal: "@DIR@/journal"
        http: {port: 0}
        providers:
          a:
            token-url: @SERVER@/token
            client-id: someone
            client-secret: not-a-secret
            timeout: 3s
            refresh: {at: 4%, jitter: 0%}
            publish: [{file: "@DIR@/tokens/a"}, {file: "@DIR@/elsewhere/a"}]
      """;

  private final Path directory;
  private final Place place;
  private final Bearerd bearerd;
  private final FaultServer server = new FaultServer(Fault.token("first", LIFE));

  MountsIT(@TempDir Path temporary) throws IOException {
    directory = temporary.toRealPath();
    place = new Place(directory);
    bearerd = Bearerd.in(directory);
  }

  @BeforeEach
  void configure() throws Exception {
    var mayMount = new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "t", "/tmp");
    assumeThat(mayMount.start().waitFor()).as("mounting in a namespace").isZero();
    for (var name : List.of("tokens", "journal")) {
      Files.createDirectory(directory.resolve(name));
    }
    place.configure(CONFIGURATION.replace("@SERVER@", server.address().toString()));
  }

  @AfterEach
  void stop() {
    bearerd.close();
    server.close();
  }

  @Test
  void keepsTheOldTokenUntilThereIsRoomOnAFullDisk() throws IOException {
    mounting("mount -t tmpfs -o size=64k t tokens && mount -t tmpfs -o size=64k t journal");
    var process = bearerd.start("--config", place.configuration(), "run");
    awaitContent("tokens/a", "first", process);

    awaitSilence(process);
    fill("tokens/filler");
    fill("journal/filler");
    server.become(Fault.token("second", LIFE));
    awaitContent("elsewhere/a", "second", process);
    awaitLine(process, "publication failed", "tokens/a", "no space left");
    awaitLine(process, "journal failed", "no space left");

    assertThat(read("tokens/a")).isEqualTo("first");
    assertThat(read("journal/a.json")).contains("first");
    Await.until( // each try makes a file, and removes it
        "nothing is left of a try",
        LIMIT,
        () -> names("tokens").equals(Set.of("a", "filler")),
        () -> names("tokens") + process.stderr());

    Files.delete(inside("tokens/filler"));
    Files.delete(inside("journal/filler"));
    awaitContent("tokens/a", "second", process);
    awaitLine(process, "publication recovered", "tokens/a");
    awaitLine(process, "journal recovered");
    assertThat(read("journal/a.json")).contains("second");
    assertThat(process.terminate()).isZero();
  }

  @Test
  void saysSoBeforeThereIsATokenToo() {
    place.write("host", "of the host");
    place.write("tokens/a", "");
    mounting("mount --bind host tokens/a");
    server.refuse();

    var process = bearerd.start("--config", place.configuration(), "run");

    awaitLine(process, "target unusable", "tokens/a", "mount its directory");
    assertThat(process.terminate()).isZero();
  }

  @Test
  void saysHowToMountAFileThatIsMountedAlone() {
    place.write("host", "of the host");
    place.write("tokens/a", "");
    mounting("mount --bind host tokens/a");

    var result = bearerd.run("--config", place.configuration(), "once", "--timeout", "1s");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr())
        .contains("is a mount point and cannot be replaced; mount its directory");
    assertThat(directory.resolve("host")).hasContent("of the host");
    assertThat(directory.resolve("elsewhere/a")).hasContent("first");
  }

  private void mounting(String commands) {
    var script = commands + " && echo $$ > pid && exec \"$@\"";
    bearerd.by("unshare", "-rm", "sh", "-c", script, "sh");
  }

  /** Returns while a request is under way, and hangs: then nothing is being written. */
  private void awaitSilence(AgentProcess process) {
    server.become(Fault.silence());
    var before = server.requests();
    Await.until("a request", LIMIT, () -> server.requests() > before, process::stderr);
  }

  private void fill(String file) throws IOException {
    var block = new byte[4096];
    try (var out = Files.newOutputStream(inside(file))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private void awaitContent(String file, String content, AgentProcess process) {
    Await.until(
        file + " holds " + content, LIMIT, () -> read(file).equals(content), process::stderr);
  }

  private static void awaitLine(AgentProcess process, String... texts) {
    process.awaitLine(line -> Stream.of(texts).allMatch(line::contains), LIMIT);
  }

  private String read(String file) {
    try {
      var path = inside(file);
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> names(String name) {
    try (var files = Files.list(inside(name))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the agent sees it. */
  private Path inside(String file) throws IOException {
    var pid = directory.resolve("pid");
    var root = Files.exists(pid) ? "/proc/" + Files.readString(pid).strip() + "/root" : "";
    return Path.of(root + directory.resolve(file));
  }
}
