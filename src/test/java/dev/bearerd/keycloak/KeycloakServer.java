package dev.bearerd.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A Keycloak on loopback that holds the realm of {@code realm.json} in memory. One serves all tests
 * of a run; its keys, certificates and secrets are made for it, and it ends with the run.
 */
final class KeycloakServer implements AutoCloseable, AuthorizationServer {
  private static final String REALM = "bearerd";

  private final URI address = URI.create("https://127.0.0.1:" + ServerProcess.freePort());
  private final String secret = UUID.randomUUID().toString();
  private final Path home = home();
  private final Path directory;
  private final ClientKeys keys;
  private final Certificates certificates;
  private final WebClient web;
  private final ServerProcess process;

  private KeycloakServer() throws IOException {
    directory = emptied(home.resolve("data").resolve("bearerd"));
    certificates = Certificates.in(directory);
    certificates.sign("agent", "CN=agent");
    keys = ClientKeys.in(directory);
    web = new WebClient(certificates.context());
    var imports = Files.createDirectories(home.resolve("data").resolve("import"));
    Files.writeString(imports.resolve("realm.json"), fill(Installation.resource("realm.json")));
    process = new ServerProcess(directory.resolve("server.log"), environment(), command());
  }

  /** Starts one, and returns when it answers. */
  static KeycloakServer start() {
    try {
      var server = new KeycloakServer();
      server.process.await(() -> server.web.answers(server.issuer()));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of the realm. */
  URI issuer() {
    return address.resolve("/realms/" + REALM);
  }

  KeycloakAdmin admin() {
    return new KeycloakAdmin(web, address, REALM, secret);
  }

  @Override
  public Certificates certificates() {
    return certificates;
  }

  ClientKeys keys() {
    return keys;
  }

  @Override
  public JsonNode introspect(String token) {
    var client = WebClient.basic("resource-server", secret);
    return web.post(endpoint("token/introspect"), client, Map.of("token", token));
  }

  /** Logs a user in by a public client. */
  String refreshToken(String client, String username) {
    var form =
        Map.of(
            "grant_type", "password",
            "client_id", client,
            "username", username,
            "password", secret);
    return web.post(endpoint("token"), "", form).path("refresh_token").textValue();
  }

  /** Logs a user in for a device, and confirms what it may do. */
  void approve(URI verification, String username) {
    new Browser(certificates.context())
        .open(verification)
        .submit(Map.of("username", username, "password", secret))
        .submit(Map.of("accept", "Yes"));
  }

  /** What somebody whom the realm trusts says of a subject. */
  String assertion(String issuer, String subject, Duration lifetime) {
    var now = Instant.now();
    var claims =
        """
        {"iss": "%s", "sub": "%s", "aud": "%s", "iat": %d, "exp": %d, "jti": "%s"}
        """;
    return keys.sign(
        claims.formatted(
            issuer,
            subject,
            issuer(),
            now.getEpochSecond(),
            now.plus(lifetime).getEpochSecond(),
            UUID.randomUUID()));
  }

  @Override
  public String fill(String text) {
    return text.replace("@SERVER@", address.toString())
        .replace("@ISSUER@", issuer().toString())
        .replace("@KEYS@", directory.toString())
        .replace("@SECRET@", secret)
        .replace("@PUBLIC_KEY@", keys.rsaPublicKey())
        .replace("@KEY_SET@", keys.keySet().replace("\"", "\\\""));
  }

  @Override
  public void close() {
    process.close();
  }

  private URI endpoint(String path) {
    return URI.create(issuer() + "/protocol/openid-connect/" + path);
  }

  private List<String> command() {
    var server = certificates.sign("server", "CN=localhost", "-ext", "san=ip:127.0.0.1");
    return List.of(
        "sh",
        home.resolve("bin").resolve("kc.sh").toString(),
        "start-dev",
        "--import-realm",
        "--db=dev-mem",
        "--log-console-color=false",
        "--http-host=" + address.getHost(),
        "--http-port=" + ServerProcess.freePort(),
        "--https-port=" + address.getPort(),
        "--https-certificate-file=" + server.certificate(),
        "--https-certificate-key-file=" + server.key(),
        "--https-client-auth=request",
        "--https-trust-store-file=" + certificates.trustStore(),
        "--https-trust-store-password=" + Keytool.PASSWORD);
  }

  private Map<String, String> environment() {
    return Map.of(
        "JAVA_HOME",
        System.getProperty("java.home"),
        "JAVA_OPTS_KC_HEAP",
        "-Xms64m -Xmx512m",
        "JAVA_OPTS_APPEND",
        "-XX:TieredStopAtLevel=1",
        "KC_BOOTSTRAP_ADMIN_USERNAME",
        KeycloakAdmin.USER,
        "KC_BOOTSTRAP_ADMIN_PASSWORD",
        secret);
  }

  /** Of what an earlier run left. */
  private static Path emptied(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    return directory;
  }

  private static Path home() {
    return Optional.ofNullable(System.getProperty("keycloak.home"))
        .map(Path::of)
        .orElseThrow(() -> new IllegalStateException("these tests run with mvn verify -Pkeycloak"));
  }
}
