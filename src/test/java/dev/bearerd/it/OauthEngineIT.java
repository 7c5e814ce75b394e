package dev.bearerd.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import dev.bearerd.kit.SelfSigned;
import dev.bearerd.kit.TokenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that prove themselves by a secret. */
final class OauthEngineIT extends EngineContract {
  private static final String DOCUMENTED =
      """
      bearerd:
        http: {port: 0}
        providers:
          renewed-ca:
            preset: configapi-v2
            server: @URL@
            client-id: clientid
            client-secret: qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ
            scopes: [example.com]
            tls: {ca-file: "@DIR@/ca.pem"}
            publish: [{file: "@DIR@/tokens/renewed-ca"}]
      """;

  OauthEngineIT(@TempDir Path directory) throws IOException {
    super(directory);
    place.write("secret", secret());
  }

  @Override
  String proof() {
    return "client-secret-file: \"@DIR@/secret\"";
  }

  @Override
  String secret() {
    return "not-a-secret";
  }

  @Test
  void trustsACertificateAuthorityAsSoonAsItIsInItsFile() throws IOException {
    var others = SelfSigned.in(Files.createDirectory(place.directory().resolve("others")));
    var own = SelfSigned.in(place.directory());
    var file = Files.copy(others.pem(), place.directory().resolve("ca.pem"));
    try (var https = TokenServer.https(Duration.ofSeconds(60), own)) {
      place.configure(DOCUMENTED.replace("@URL@", https.address().toString()));
      var process = bearerd.start("--config", place.configuration(), "run");
      process.awaitLine(line -> line.contains("refresh failed"), LIMIT);
      assertThat(https.requests("/token")).isEmpty();

      Files.copy(own.pem(), file, StandardCopyOption.REPLACE_EXISTING);

      Await.until("a token", LIMIT, () -> !place.read("renewed-ca").isEmpty(), process::stderr);
      assertThat(https.complaints()).isEmpty();
      assertThat(process.terminate()).isZero();
    }
  }
}
