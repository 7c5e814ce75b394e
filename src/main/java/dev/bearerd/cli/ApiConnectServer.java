package dev.bearerd.cli;

import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.TlsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the commands for API Connect check the server's certificate. */
final class ApiConnectServer {
  static final HttpTransport.Limits LIMITS =
      new HttpTransport.Limits(Duration.ofSeconds(30), 1 << 20);

  @Option(
      names = "--ca-file",
      paramLabel = "PEM",
      description = "Trust these certificates instead of the system's.")
  private @Nullable Path caFile;

  @Option(
      names = "--insecure-skip-verify",
      description = "Accept any certificate: anyone on the way can read the credentials.")
  private boolean insecureSkipVerify;

  TlsSettings tls() {
    return new TlsSettings(Optional.ofNullable(caFile), Optional.empty(), insecureSkipVerify);
  }

  /** A host alone is taken as https. */
  static URI address(String server) {
    try {
      var url = URI.create(server.contains("://") ? server : "https://" + server);
      if (url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getScheme().matches("https?")) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new CommandFailure(
        ExitCode.USAGE, "SERVER must be https://HOST or https://HOST:PORT, without user info");
  }
}
