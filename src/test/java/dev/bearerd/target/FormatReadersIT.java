package dev.bearerd.target;

import static dev.bearerd.target.Tokens.token;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that the formats are made for read them: a shell, and curl. */
final class FormatReadersIT {
  private static final String EVERY_CHARACTER =
      IntStream.range('!', 0x7f).mapToObj(Character::toString).collect(joining());

  private final Path file;

  FormatReadersIT(@TempDir Path directory) {
    file = directory.resolve("token");
  }

  @Test
  void aShellReadsEnv() throws Exception {
    Files.write(file, StandardFormat.ENV.render(token(EVERY_CHARACTER)));

    var output =
        run(
            "sh",
            "-c",
            ". \"$0\" && printf '%s\\n' \"$ACCESS_TOKEN $EXPIRES_AT\"",
            file.toString());

    assertThat(output).isEqualTo(EVERY_CHARACTER + " 2026-03-01T11:00:00Z\n");
  }

  @Test
  void curlReadsItsConfiguration() throws Exception {
    assertThat(headerSentByCurl(StandardFormat.CURL, "-K", file.toString()))
        .isEqualTo("Bearer " + EVERY_CHARACTER);
  }

  @Test
  void curlReadsTheHeader() throws Exception {
    assertThat(headerSentByCurl(StandardFormat.HEADER, "-H", "@" + file))
        .isEqualTo("Bearer " + EVERY_CHARACTER);
  }

  private String headerSentByCurl(Format format, String... options) throws Exception {
    assumeThat(isOnPath("curl")).as("curl is on the PATH").isTrue();
    Files.write(file, format.render(token(EVERY_CHARACTER)));
    var received = new LinkedBlockingQueue<String>();
    var server = recording(received);
    try {
      var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      run("curl", "-q", "-sS", "--noproxy", "*", options[0], options[1], url);
      return String.valueOf(received.poll());
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer recording(BlockingQueue<String> received) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static String run(String... command) throws Exception {
    var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
