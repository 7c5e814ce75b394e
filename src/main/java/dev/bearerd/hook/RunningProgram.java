package dev.bearerd.hook;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program, from its start to its end. Its output is taken from the pipe whenever there is some,
 * by the thread that waits for it: what it leaves running in the background may keep the pipe open
 * without holding up anything.
 */
final class RunningProgram implements AutoCloseable {
  private static final int PAUSE_MILLIS = 2;

  /** From SIGTERM to SIGKILL. */
  private static final TimeLimit GRACE = new TimeLimit(Duration.ofSeconds(1));

  private static final int BUFFER = 65_536;

  /** As much as is left in a pipe; a background process may fill it for ever. */
  private static final int READS_AFTER_END = 16;

  private final Process process;
  private final InputStream pipe;
  private final byte[] buffer = new byte[BUFFER];
  private final OutputTail output = new OutputTail();

  RunningProgram(Process process) {
    this.process = process;
    this.pipe = process.getInputStream();
  }

  boolean endsWithin(TimeLimit limit) throws InterruptedException {
    var start = System.nanoTime();
    while (System.nanoTime() - start < limit.nanos()) {
      if (process.waitFor(takeOutput() ? 0 : PAUSE_MILLIS, MILLISECONDS)) {
        return true;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return false;
  }

  int exitCode() {
    return process.exitValue();
  }

  /** The last lines of what it has written so far. */
  List<String> output() {
    for (int reads = 0; reads < READS_AFTER_END && takeOutput(); reads++) {}
    return output.lines();
  }

  /** Takes what there is, without waiting for more. */
  private boolean takeOutput() {
    try {
      var count = pipe.read(buffer, 0, Math.min(pipe.available(), BUFFER));
      output.add(buffer, count);
      return count > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it with all that it has started, unless it has ended by itself. */
  void end() {
    if (process.isAlive()) {
      var family = family();
      family.forEach(ProcessHandle::destroy);
      awaitEnd(family);
      Stream.concat(family.stream(), family().stream()).forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** The descendants first: they are nobody's once their ancestor has ended. */
  private List<ProcessHandle> family() {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
  }

  private static void awaitEnd(List<ProcessHandle> family) {
    var start = System.nanoTime();
    try {
      while (System.nanoTime() - start < GRACE.nanos()
          && family.stream().anyMatch(ProcessHandle::isAlive)) {
        MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
    try {
      pipe.close();
    } catch (IOException e) {
      // Nobody reads from it any more.
    }
  }
}
