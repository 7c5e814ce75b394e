package dev.bearerd.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The server of {@code oidc-provider/server.mjs} on loopback, for one class of tests. */
final class OidcProviderServer implements AutoCloseable, AuthorizationServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI issuer = URI.create("https://127.0.0.1:" + ServerProcess.freePort());
  private final int mutualPort = ServerProcess.freePort();
  private final String secret = UUID.randomUUID().toString();
  private final Path directory;
  private final ClientKeys keys;
  private final Certificates certificates;
  private final WebClient web;
  private final ServerProcess process;

  private OidcProviderServer(Path directory) {
    this.directory = directory;
    certificates = Certificates.in(directory);
    keys = ClientKeys.in(directory);
    certificates.sign("agent", "CN=agent");
    web = new WebClient(certificates.context());
    var environment = Map.of("SETTINGS", settings());
    var command = List.of("node", program().toString());
    process = new ServerProcess(directory.resolve("server.log"), environment, command);
  }

  /**
   * Starts it, and returns when it answers.
   *
   * @param directory for its keys and certificates
   */
  static OidcProviderServer start(Path directory) {
    var server = new OidcProviderServer(directory);
    var metadata = server.issuer.resolve("/.well-known/oauth-authorization-server");
    server.process.await(() -> server.web.answers(metadata));
    return server;
  }

  @Override
  public JsonNode introspect(String token) {
    var client = WebClient.basic("resource-server", secret);
    var url = issuer.resolve("/token/introspection");
    return web.post(url, client, Map.of("token", token));
  }

  @Override
  public Certificates certificates() {
    return certificates;
  }

  /** What a login would bring to the client {@code rotating}. */
  String refreshToken() {
    return web.get(issuer.resolve("/login"), "").path("refresh_token").textValue();
  }

  @Override
  public String fill(String text) {
    return text.replace("@ISSUER@", issuer.toString())
        .replace("@KEYS@", directory.toString())
        .replace("@SECRET@", secret);
  }

  @Override
  public void close() {
    process.close();
  }

  private String settings() {
    var server = certificates.sign("server", "CN=localhost", "-ext", "san=ip:127.0.0.1");
    ObjectNode settings = JSON.createObjectNode();
    settings.put("port", issuer.getPort());
    settings.put("mutualPort", mutualPort);
    settings.put("certificate", server.certificate().toString());
    settings.put("key", server.key().toString());
    settings.put("authority", certificates.authority().toString());
    settings.put("secret", secret);
    try {
      return settings.set("keySet", JSON.readTree(keys.keySet())).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path program() {
    return Optional.ofNullable(System.getProperty("oidc-provider.home"))
        .map(home -> Path.of(home, "server.mjs"))
        .orElseThrow(() -> new IllegalStateException("these tests run with mvn verify -Pkeycloak"));
  }
}
