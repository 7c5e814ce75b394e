package dev.bearerd.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The time since the machine was started, which nobody can set, and which goes on while it is
 * suspended. Where the system does not tell it, a clock that stops meanwhile goes on from there.
 */
final class Uptime implements Supplier<Duration> {
  private final Path source;
  private volatile Duration lead = Duration.ZERO;

  Uptime() {
    this(Path.of("/proc/uptime"));
  }

  /**
   * @param source begins with a number of seconds and a space
   */
  Uptime(Path source) {
    this.source = source;
  }

  @Override
  public Duration get() {
    var running = Duration.ofNanos(System.nanoTime());
    try {
      var text = Files.readString(source);
      var seconds = new BigDecimal(text.substring(0, text.indexOf(' ')));
      var uptime = Duration.ofMillis(seconds.movePointRight(3).longValue());
      lead = uptime.minus(running);
      return uptime;
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return running.plus(lead);
    }
  }
}
