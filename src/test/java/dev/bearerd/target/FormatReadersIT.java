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
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that the formats are made for read them: a shell, curl, and Python. */
final class FormatReadersIT {
  private static final String EVERY_CHARACTER =
      IntStream.range('!', 0x7f).mapToObj(Character::toString).collect(joining());

  private static final Format NETRC =
      new NetrcFormat(List.of("example.com", "127.0.0.1"), "oauth2");
  private static final String NETRC_CHARACTERS = EVERY_CHARACTER.replaceAll("[\"\\\\]", "");

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
    assertThat(headerSentByCurl(StandardFormat.CURL, EVERY_CHARACTER, "-K", file.toString()))
        .isEqualTo("Bearer " + EVERY_CHARACTER);
  }

  @Test
  void curlReadsTheHeader() throws Exception {
    assertThat(headerSentByCurl(StandardFormat.HEADER, EVERY_CHARACTER, "-H", "@" + file))
        .isEqualTo("Bearer " + EVERY_CHARACTER);
  }

  @Test
  void curlReadsNetrc() throws Exception {
    var sent = headerSentByCurl(NETRC, NETRC_CHARACTERS, "--netrc-file", file.toString());

    assertThat(new String(Base64.getDecoder().decode(sent.replaceFirst("^Basic ", "")), US_ASCII))
        .isEqualTo("oauth2:" + NETRC_CHARACTERS);
  }

  @Test
  void pythonReadsNetrc() throws Exception {
    assumeThat(isOnPath("python3")).as("python3 is on the PATH").isTrue();
    Files.write(file, NETRC.render(token(NETRC_CHARACTERS)));

    var output =
        run(
            "python3",
            "-c",
            "import netrc, sys; print(*netrc.netrc(sys.argv[1]).authenticators('127.0.0.1'))",
            file.toString());

    assertThat(output.replaceFirst(" (None)? ", " "))
        .isEqualTo("oauth2 " + NETRC_CHARACTERS + "\n");
  }

  private String headerSentByCurl(Format format, String token, String... options) throws Exception {
    assumeThat(isOnPath("curl")).as("curl is on the PATH").isTrue();
    Files.write(file, format.render(token(token)));
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
