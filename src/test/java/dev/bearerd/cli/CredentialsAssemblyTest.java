package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.config.ConfigurationReader;
import dev.bearerd.refresh.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose change may mean that refused credentials are other ones now. */
final class CredentialsAssemblyTest {
  private final Path directory;

  CredentialsAssemblyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void nothingThatRotatesByItselfWakesARefusedPassword() throws IOException {
    var credentials =
        credentials(
            true,
            """
            password-file: /password
            client-secret-file: /secret
            client-assertion-file: /projected
            proxy-file: /proxy
            tls: {client-certificate-file: /cert, client-key-file: /key}
            """);

    assertThat(credentials.files()).containsExactly(Path.of("/password"), Path.of("/secret"));
  }

  @Test
  void anyOfThemWakesOthers() throws IOException {
    var credentials = credentials(false, "{client-assertion-file: /projected, proxy-file: /proxy}");

    assertThat(credentials.files())
        .containsExactlyInAnyOrder(Path.of("/projected"), Path.of("/proxy"));
  }

  private Credentials credentials(boolean lockable, String keys) throws IOException {
    var yaml = "bearerd:\n  providers:\n    a:\n" + keys.strip().indent(6);
    var file = Files.writeString(directory.resolve("bearerd.yaml"), yaml);
    var entry = new ConfigurationReader(Map.of()).read(List.of(file)).providers().get(0);
    return CredentialsAssembly.of(entry, ClusterAssembly.offline(), lockable);
  }
}
