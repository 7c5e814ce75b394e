package dev.bearerd.it;

import static dev.bearerd.it.Scenario.LIMIT;
import static dev.bearerd.it.Scenario.provider;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import dev.bearerd.kit.SelfSigned;
import dev.bearerd.kit.StrictServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that demands the certificate of a client that it knows. */
final class MutualTlsIT {
  private static final String TLS =
      "tls: {ca-file: \"@DIR@/server.pem\", client-certificate-file: \"@DIR@/NAME.pem\","
          + " client-key-file: \"@DIR@/NAME.key\"}";

  private static final Duration LIFETIME = Duration.ofSeconds(6);

  private final Path directory;
  private final SelfSigned server;
  private final SelfSigned first;

  MutualTlsIT(@TempDir Path directory) throws IOException {
    this.directory = directory.toRealPath();
    this.server = SelfSigned.in(this.directory);
    this.first = SelfSigned.client(this.directory, "first");
  }

  @Test
  void showsTheCertificateThatIsInItsFileAtEachRenewal() throws IOException {
    var second = SelfSigned.client(directory, "second");
    install(first);
    var strict = StrictServer.https("TLSv1.3", server, first, second).lifetime(LIFETIME);
    try (var scenario = new Scenario(directory, strict)) {
      scenario.configure(provider("orders", tls("shown"), "refresh: {at: 50%, jitter: 0%}"));
      var daemon = scenario.start("orders");
      assertThat(strict.requests("orders")).allMatch(asked -> asked.client().equals("CN=first"));

      // When the certificate is another one already, and the key is not yet
      Files.copy(second.pem(), shown("pem"), REPLACE_EXISTING);
      scenario.awaitLines(daemon, 1, "refresh failed", "tls.client-key-file", "does not belong");
      Files.writeString(shown("key"), second.key());

      // Then the running daemon shows the new one
      Await.until(
          "a request with the second certificate",
          LIMIT,
          () -> strict.requests("orders").stream().anyMatch(a -> a.client().equals("CN=second")),
          daemon::stderr);
      scenario.awaitToken(daemon, "orders");
      assertThat(daemon.terminate()).isZero();
    }
  }

  /** The server's alert and its close race each other: either may be what the agent sees. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "TLSv1.2 # .*=none .*TLS handshake; does (the server|it) want a client certificate.*",
        "TLSv1.3 # .*=none .*(in the middle of the exchange|the server wants a client certificate).*"
      })
  void saysWhatIsWrongWithTheCertificate(String protocol, String wordsWithout) throws IOException {
    key(first);
    key(SelfSigned.client(directory, "stranger"));
    key(SelfSigned.expired(directory, "expired"));
    try (var scenario = new Scenario(directory, StrictServer.https(protocol, server, first))) {
      scenario.configure(
          provider("known", tls("first")),
          provider("none", "tls: {ca-file: \"@DIR@/server.pem\"}"),
          provider("unknown", tls("stranger")),
          provider("old", tls("expired")));

      var result = scenario.run("once", "--timeout", "5s");

      assertThat(result.stderr().lines())
          .anyMatch(line -> line.matches(wordsWithout))
          .anyMatch(line -> line.contains("unknown") && line.contains("accept the client cert"))
          .anyMatch(line -> line.contains("old") && line.contains("expired.pem has expired at"))
          .noneMatch(line -> line.startsWith("\t"));
      assertThat(scenario.server().requests("known")).hasSize(1);
      assertThat(scenario.server().newestToken("known")).isEqualTo(scenario.read("tokens/known"));
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void checkNamesTheFilesThatCannotBeUsed() throws IOException {
    install(SelfSigned.client(directory, "other"));
    Files.copy(first.pem(), shown("pem"), REPLACE_EXISTING);
    Files.writeString(directory.resolve("garbage.pem"), "hush-hush");
    Files.writeString(directory.resolve("garbage.key"), "hush-hush");
    try (var scenario = new Scenario(directory)) {
      scenario.configure(
          provider("mismatch", tls("shown")),
          provider("garbage", tls("garbage")),
          provider("proxied", "proxy-file: \"@DIR@/garbage.key\""),
          provider("missing", tls("nowhere")));

      var result = scenario.run("check");

      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.stderr())
          .contains("mismatch.tls.client-key-file: " + shown("key") + " does not belong")
          .contains("garbage.tls.client-certificate-file: " + directory + "/garbage.pem holds no")
          .contains("proxied.proxy-file: " + directory + "/garbage.key is not http://HOST:PORT")
          .contains("missing.tls.client-certificate-file: " + directory + "/nowhere.pem does not")
          .doesNotContain("hush");
    }
  }

  private static String tls(String name) {
    return TLS.replace("NAME", name);
  }

  private Path shown(String type) {
    return directory.resolve("shown." + type);
  }

  private void install(SelfSigned client) throws IOException {
    Files.copy(client.pem(), shown("pem"), REPLACE_EXISTING);
    Files.writeString(shown("key"), client.key());
  }

  private void key(SelfSigned client) throws IOException {
    var name = client.pem().getFileName().toString().replace(".pem", ".key");
    Files.writeString(directory.resolve(name), client.key());
  }
}
