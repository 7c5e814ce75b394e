package dev.bearerd.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells systemd how the service is (sd_notify), if the unit asks for that with {@code
 * NOTIFY_SOCKET}; does nothing elsewhere. Java has no datagram sockets of the Unix kind, so each
 * message is a run of {@code systemd-notify}, for which the unit needs {@code NotifyAccess=all}.
 * Messages leave one after the other on a thread of their own: no caller waits, and none fails.
 */
final class Systemd {
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String PROGRAM = "systemd-notify";
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** More would tell, once they get through, of a state that is long over. */
  private static final int MOST_WAITING = 16;

  private final Map<String, String> environment;
  private final Consumer<String> complaint;
  private final Duration limit;
  private final AtomicBoolean complained = new AtomicBoolean();
  private final ThreadPoolExecutor sender =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Systemd::daemon,
          new DiscardPolicy());

  /**
   * @param complaint is told why messages do not get through, once, by the thread that sends
   */
  Systemd(Map<String, String> environment, Consumer<String> complaint) {
    this(environment, complaint, LIMIT);
  }

  /**
   * @param limit of one message
   */
  Systemd(Map<String, String> environment, Consumer<String> complaint, Duration limit) {
    this.environment = Map.copyOf(environment);
    this.complaint = complaint;
    this.limit = limit;
  }

  /** The service is up, or done with reloading. */
  void ready() {
    send("READY=1");
  }

  /** A reload has begun; {@link #ready()} ends it, whatever came of it. */
  void reloading() {
    // Type=notify-reload takes only a message from after its signal; on Linux both clocks are one.
    send("RELOADING=1", "MONOTONIC_USEC=" + System.nanoTime() / 1000);
  }

  void stopping() {
    send("STOPPING=1");
  }

  /** One line for people, that all users of the machine can read. */
  void status(String text) {
    send("STATUS=" + text.replaceAll("\\p{Cc}+", " "));
  }

  /** The service is alive: to be said every {@link #watchdogInterval()}. */
  void watchdog() {
    send("WATCHDOG=1");
  }

  /**
   * Half the time after which systemd takes the service for dead; empty where it does not watch.
   */
  Optional<Duration> watchdogInterval() {
    var self = String.valueOf(ProcessHandle.current().pid());
    return Optional.ofNullable(environment.get("WATCHDOG_USEC"))
        .filter(text -> environment.getOrDefault("WATCHDOG_PID", self).equals(self))
        .filter(text -> text.matches("[1-9]\\d{0,17}"))
        .map(text -> Duration.of(Long.parseLong(text), ChronoUnit.MICROS).dividedBy(2));
  }

  /** Sends nothing more, and waits for what is on its way, but not beyond the grace. */
  void finish(Duration grace) throws InterruptedException {
    sender.shutdown();
    sender.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void send(String... message) {
    if (!environment.getOrDefault(SOCKET, "").isEmpty()) {
      sender.execute(() -> deliver(message));
    }
  }

  private void deliver(String... message) {
    program()
        .ifPresentOrElse(
            program -> run(program, message),
            () -> complain("is not on the PATH; install it, or give the unit Type=exec"));
  }

  private Optional<Path> program() {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void run(Path program, String... message) {
    try {
      var process = start(program, message);
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
        complain("did not end within " + limit.toSeconds() + " s");
      } else if (process.exitValue() != 0) {
        complain(
            "failed with exit code "
                + process.exitValue()
                + "; see whether the socket of "
                + SOCKET
                + " is there");
      }
    } catch (IOException e) {
      complain("cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** With nothing in its environment but the socket: the rest may hold secrets. */
  private Process start(Path program, String... message) throws IOException {
    var command = Stream.concat(Stream.of(program.toString()), Stream.of(message)).toList();
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().put(SOCKET, environment.getOrDefault(SOCKET, ""));
    return builder.start();
  }

  private void complain(String why) {
    if (complained.compareAndSet(false, true)) {
      complaint.accept("systemd does not hear of the service: " + PROGRAM + " " + why);
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "systemd");
    thread.setDaemon(true);
    return thread;
  }
}
