package dev.bearerd.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bearerd.kit.Await;
import dev.bearerd.kit.MachineTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real programs, also those that misbehave. */
@Timeout(120)
final class ExecHookIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Long enough for a program to begin on a busy machine. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  private final Path directory;

  ExecHookIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void returnsWhatTheProgramSays() {
    assertThat(sh("echo one; echo two >&2; printf three")).containsExactly("one", "two", "three");
    assertThat(run(LONG, "true")).isEmpty();
  }

  @Test
  void tellsTheProgramWhatWasPublished() {
    assertThat(sh("echo $BEARERD_PROVIDER $BEARERD_EXPIRES_AT; echo \"$BEARERD_PATH\""))
        .containsExactly(
            "orders 2026-03-01T11:00:00Z", "/run/tokens/orders:/run/tokens/orders header");
  }

  @Test
  void givesNoInput() {
    assertThat(run(LONG, "cat")).isEmpty();
  }

  @Test
  void usesNoShell() {
    assertThat(run(LONG, "echo", "$HOME *; `id`")).containsExactly("$HOME *; `id`");
  }

  @Test
  void failsWithTheExitCodeAndTheOutput() {
    var failure = failure(LONG, "sh", "-c", "echo no such unit; exit 3");

    assertThat(failure).hasMessage("ended with exit code 3");
    assertThat(failure.output()).containsExactly("no such unit");
  }

  @Test
  void failsWhenSomethingElseKillsTheProgram() {
    assertThat(failure(LONG, "sh", "-c", "kill -KILL $$")).hasMessage("ended with exit code 137");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearerd-no-such-program", "/nowhere/reload"})
  void namesAProgramThatDoesNotExist(String program) {
    assertThat(failure(LONG, program, "MARK"))
        .hasMessage(
            "cannot start "
                + program
                + ": it, or the interpreter in its first line, does not exist");
  }

  @Test
  void namesAProgramThatMayNotBeExecuted() throws IOException {
    var script = Files.writeString(directory.resolve("reload"), "#!/bin/sh\n");

    assertThat(failure(LONG, script.toString()))
        .hasMessage("cannot start " + script + ": it is not executable for the agent's user");
    assertThat(failure(LONG, directory.toString()))
        .hasMessage("cannot start " + directory + ": it is not executable for the agent's user");
  }

  @Test
  void namesAScriptWithoutItsInterpreter() throws IOException {
    var script = Files.writeString(directory.resolve("reload"), "#!/nowhere/sh\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    assertThat(failure(LONG, script.toString()))
        .hasMessageContaining(script + ": it, or the interpreter in its first line");
  }

  @Test
  void namesWhatTheSystemSaysOtherwise() {
    assertThat(failure(LONG, "true", "x".repeat(10_000_000)))
        .hasMessageStartingWith("cannot start true: error 7")
        .hasMessageNotContaining("xx");
  }

  @Test
  void endsAProgramThatHangsWithAllItHasStarted() {
    var failure = failure(SHORT, "sh", "-c", "echo $$; sleep 60 & echo $!; wait");

    assertThat(failure).hasMessage("did not end within 3s");
    assertThat(failure.output()).hasSize(2).allSatisfy(ExecHookIT::awaitEndOf);
  }

  @Test
  void showsWhatAProgramSaysWhenItIsEnded() {
    var failure =
        failure(SHORT, "sh", "-c", "trap 'echo giving up; exit' TERM; while :; do sleep 0.1; done");

    assertThat(failure.output()).endsWith("giving up");
  }

  @Test
  void killsWhatIgnoresItsEnd() {
    var start = Instant.now();

    var failure = failure(SHORT, "sh", "-c", "trap '' TERM; echo $$; while :; do sleep 0.1; done");

    assertThat(failure).hasMessage("did not end within 3s");
    assertThat(failure.output()).hasSize(1).allSatisfy(ExecHookIT::awaitEndOf);
    assertThat(MachineTime.since(start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void doesNotWaitForWhatStaysInTheBackground() {
    var start = Instant.now();

    var output = sh("sleep 200 & echo $!");

    assertThat(MachineTime.since(start)).isLessThan(LONG);
    var background = ProcessHandle.of(Long.parseLong(output.get(0))).orElseThrow();
    assertThat(background.isAlive()).isTrue();
    assertThat(background.destroy()).isTrue();
  }

  @Test
  void doesNotWaitForABackgroundProcessThatWritesForEver() {
    var output = sh("yes tick & echo $!; sleep 0.1");

    assertThat(output).isNotEmpty();
  }

  @Test
  void readsAllThatTheProgramWrites() {
    assertThat(sh("yes | head -c 100000000; echo; echo done"))
        .hasSize(20)
        .startsWith("y")
        .endsWith("done");
    assertThat(sh("head -c 100000000 /dev/zero | tr '\\0' x")).containsExactly("…");
  }

  @Test
  void endsAProgramThatNeverStopsWriting() {
    var failure = failure(SHORT, "yes");

    assertThat(failure).hasMessage("did not end within 3s");
    assertThat(failure.output()).hasSizeBetween(1, 20).containsOnly("y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec sleep 60", "exec yes"})
  void endsEarlyWhenItIsInterrupted(String script) throws IOException, InterruptedException {
    // Given
    var file = directory.resolve("pid");
    var thrown = new AtomicReference<Throwable>();
    var interrupted = new AtomicReference<Boolean>();
    var thread =
        new Thread(
            () -> {
              thrown.set(failure(LONG, "sh", "-c", "echo $$ > " + file + "; " + script));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    Await.until("a pid", LONG, () -> hasLine(file), file::toString);

    // When
    thread.interrupt();
    thread.join();

    // Then
    assertThat(thrown.get()).hasMessage("was interrupted");
    assertThat(interrupted.get()).isTrue();
    awaitEndOf(Files.readString(file).strip());
  }

  private static List<String> sh(String script) {
    return run(LONG, "sh", "-c", script);
  }

  private static List<String> run(Duration timeout, String... command) {
    return new ExecHook(List.of(command), timeout).run(Occasions.PUBLISHED);
  }

  private static HookException failure(Duration timeout, String... command) {
    return catchThrowableOfType(HookException.class, () -> run(timeout, command));
  }

  /** A process that has ended, and that nobody has asked for its exit code, has no command. */
  private static void awaitEndOf(String pid) {
    Await.until(
        "process " + pid + " has ended",
        Duration.ofSeconds(10),
        () -> ProcessHandle.of(Long.parseLong(pid)).flatMap(p -> p.info().command()).isEmpty(),
        () -> "alive");
  }

  private static boolean hasLine(Path file) {
    try {
      return Files.exists(file) && Files.readString(file).endsWith("\n");
    } catch (IOException e) {
      return false;
    }
  }
}
