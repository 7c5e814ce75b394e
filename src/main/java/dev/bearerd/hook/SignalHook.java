package dev.bearerd.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Sends a signal to the process whose id is in a file, which is read each time. Sent by the shell,
 * as Java cannot send signals.
 */
public final class SignalHook implements Hook {
  private static final List<String> SIGNALS =
      List.of("HUP", "USR1", "USR2", "TERM", "INT", "QUIT", "CONT", "WINCH");

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 64;

  private final Path pidFile;
  private final String signal;

  /**
   * @param signal for instance {@code HUP}, with or without SIG, in any case
   */
  public SignalHook(Path pidFile, String signal) {
    this.pidFile = pidFile;
    this.signal = signal.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    if (!SIGNALS.contains(this.signal)) {
      throw new IllegalArgumentException("must be one of " + String.join(", ", SIGNALS));
    }
  }

  @Override
  public String description() {
    return "signal " + signal + " " + pidFile;
  }

  @Override
  public List<String> run(Occasion occasion) {
    var pid = pid();
    try {
      return new ExecHook(List.of("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, pid), TIMEOUT)
          .run(occasion);
    } catch (HookException e) {
      throw new HookException(reason(pid, e), e.output());
    }
  }

  private String reason(String pid, HookException e) {
    var process = "process " + pid + " of pid file " + pidFile;
    if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
      return process + " does not exist; is the file left over from an earlier run?";
    }
    return e.output().toString().contains("not permitted")
        ? process + " may not be signalled; run the agent as its user or with CAP_KILL"
        : process + " could not be signalled: sh " + e.getMessage();
  }

  private String pid() {
    var text = content().strip();
    if (text.isEmpty()) {
      throw unusable("is empty");
    }
    if (!text.matches("\\d{1,10}") || !isProcessId(Long.parseLong(text))) {
      throw unusable("must hold one process id above 1, and nothing else");
    }
    return text;
  }

  private static boolean isProcessId(long number) {
    return number > 1 && number <= Integer.MAX_VALUE;
  }

  private String content() {
    if (!Files.exists(pidFile)) {
      throw unusable("does not exist; does the program run?");
    }
    if (!Files.isRegularFile(pidFile)) {
      throw unusable("is not a regular file");
    }
    try (var stream = Files.newInputStream(pidFile)) {
      return new String(stream.readNBytes(MOST_BYTES), UTF_8);
    } catch (AccessDeniedException e) {
      throw unusable("is not readable for the agent's user");
    } catch (IOException e) {
      throw unusable("cannot be read: " + e.getMessage());
    }
  }

  private HookException unusable(String why) {
    return new HookException("pid file " + pidFile + " " + why);
  }
}
