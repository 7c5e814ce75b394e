package dev.bearerd.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Asks a server over HTTPS, and expects success. */
final class WebClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client;

  WebClient(SSLContext context) {
    client = HttpClient.newBuilder().sslContext(context).connectTimeout(TIMEOUT).build();
  }

  /** The Authorization header of a client. */
  static String basic(String id, String secret) {
    return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(UTF_8));
  }

  /** Whether there is a server that answers 200. */
  boolean answers(URI url) {
    try {
      return client.send(request(url, "").build(), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  JsonNode get(URI url, String authorization) {
    return send(request(url, authorization));
  }

  JsonNode put(URI url, String authorization, JsonNode document) {
    return send(
        request(url, authorization)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(document.toString())));
  }

  /** Sends a form. */
  JsonNode post(URI url, String authorization, Map<String, String> form) {
    return send(
        request(url, authorization)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(form))));
  }

  static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(joining("&"));
  }

  private static HttpRequest.Builder request(URI url, String authorization) {
    var request = HttpRequest.newBuilder(url).timeout(TIMEOUT);
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private JsonNode send(HttpRequest.Builder builder) {
    var request = builder.build();
    try {
      var response = client.send(request, BodyHandlers.ofString());
      return success(request, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static JsonNode success(HttpRequest request, HttpResponse<String> response)
      throws IOException {
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError(
          "%s %s: HTTP %d %s"
              .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
