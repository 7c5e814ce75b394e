package dev.bearerd.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bearerd.kit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, real pid files, and files that are none. */
@Timeout(60)
final class SignalHookIT {
  private final Path pidFile;

  SignalHookIT(@TempDir Path directory) {
    this.pidFile = directory.resolve("x.pid");
  }

  @ParameterizedTest
  @CsvSource({"HUP,HUP", "SIGUSR1,USR1", "sigusr2,USR2", "term,TERM", "Int,INT", "QUIT,QUIT"})
  void sendsTheSignal(String configured, String heard) throws Exception {
    // Given
    var script = "trap 'echo %1$s; exit' %1$s; echo up; while :; do sleep 0.05; done";
    var listener = start(script.formatted(heard));
    try (var lines = reader(listener)) {
      assertThat(lines.readLine()).isEqualTo("up");
      write(" " + listener.pid() + "\n\n");

      // When
      var said = new SignalHook(pidFile, configured).run(Occasions.PUBLISHED);

      // Then
      assertThat(said).isEmpty();
      assertThat(lines.readLine()).isEqualTo(heard);
    } finally {
      listener.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONT", "WINCH"})
  void sendsASignalThatNothingNeedsToHear(String signal) throws Exception {
    var process = start("exec sleep 60");
    try {
      write(Long.toString(process.pid()));

      assertThat(new SignalHook(pidFile, signal).run(Occasions.PUBLISHED)).isEmpty();
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "STOP", "9", "", "SIG", "HUP; id", "SIGSIGHUP"})
  void refusesOtherSignals(String signal) {
    assertThatThrownBy(() -> new SignalHook(pidFile, signal))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be one of HUP, USR1, USR2, TERM, INT, QUIT, CONT, WINCH");
  }

  @Test
  void describesItselfByTheFile() {
    assertThat(new SignalHook(Path.of("/run/x.pid"), "sighup").description())
        .isEqualTo("signal HUP /run/x.pid");
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertFails("does not exist; does the program run?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n"})
  void saysThatTheFileIsEmpty(String content) throws IOException {
    write(content);

    assertFails("is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx",
        "0",
        "1",
        "-1",
        "+12",
        "12 13",
        "12\n13",
        "0x12",
        "12.0",
        "٣",
        "4294967298",
        "99999999999999999999",
        "$(id)"
      })
  void saysThatTheFileHoldsNoProcessId(String content) throws IOException {
    write(content);

    assertFails("must hold one process id above 1, and nothing else");
  }

  @Test
  void readsOnlyTheStartOfAHugeFile() throws IOException {
    write("7".repeat(10_000_000));

    assertFails("must hold one process id above 1, and nothing else");
  }

  @Test
  void saysThatTheFileIsADirectory() throws IOException {
    Files.createDirectory(pidFile);

    assertFails("is not a regular file");
  }

  @Test
  void doesNotWaitForWhatIsWrittenIntoAPipe() throws Exception {
    assertThat(start("mkfifo " + pidFile).waitFor()).isZero();

    assertFails("is not a regular file");
  }

  @Test
  void saysThatTheFileMayNotBeRead() throws IOException {
    write("12");
    Files.setPosixFilePermissions(pidFile, PosixFilePermissions.fromString("-w-------"));
    assumeThat(Files.isReadable(pidFile)).as("root reads everything").isFalse();

    assertFails("is not readable for the agent's user");
  }

  @Test
  void saysThatTheProcessHasGone() throws Exception {
    var process = start("exit 0");
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    write(Long.toString(process.pid()));
    Await.until(
        "the process is forgotten",
        Duration.ofSeconds(10),
        () -> ProcessHandle.of(process.pid()).isEmpty(),
        () -> "still there");

    assertThatThrownBy(this::send)
        .isInstanceOf(HookException.class)
        .hasMessage(
            "process %d of pid file %s does not exist; is the file left over from an earlier run?"
                .formatted(process.pid(), pidFile));
  }

  @Test
  void saysThatTheProcessBelongsToSomebodyElse() throws IOException {
    var foreign =
        ProcessHandle.allProcesses()
            .filter(process -> process.pid() > 1)
            .filter(process -> process.info().user().filter("root"::equals).isPresent())
            .findFirst();
    assumeThat(System.getProperty("user.name")).as("root may signal all").isNotEqualTo("root");
    assumeThat(foreign).as("a process of root").isPresent();
    write(Long.toString(foreign.orElseThrow().pid()));

    assertThatThrownBy(() -> new SignalHook(pidFile, "CONT").run(Occasions.PUBLISHED))
        .isInstanceOf(HookException.class)
        .hasMessageContaining("of pid file " + pidFile + " may not be signalled; run the agent as");
  }

  private void assertFails(String why) {
    assertThatThrownBy(this::send)
        .isInstanceOf(HookException.class)
        .hasMessage("pid file " + pidFile + " " + why);
  }

  private void send() {
    new SignalHook(pidFile, "HUP").run(Occasions.PUBLISHED);
  }

  private void write(String content) throws IOException {
    Files.writeString(pidFile, content);
  }

  private static Process start(String script) throws IOException {
    return new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
