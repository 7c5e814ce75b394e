package dev.bearerd.hook;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Sends an HTTP request without a body, and wants a status of 200 to 299. */
public final class HttpHook implements Hook {
  private final WebClient client;
  private final HttpRequest request;
  private final TimeLimit limit;

  /**
   * @param timeout of the whole exchange
   * @throws IllegalArgumentException with the name of a header that cannot be sent
   */
  public HttpHook(
      WebClient client, URI url, String method, Map<String, String> headers, Duration timeout) {
    this.client = client;
    this.limit = new TimeLimit(timeout);
    var builder = HttpRequest.newBuilder(url).method(method, BodyPublishers.noBody());
    headers.forEach((name, value) -> add(builder, name, value));
    this.request = builder.build();
  }

  /** What the client says of a header holds its value, which may be a secret. */
  private static void add(HttpRequest.Builder builder, String name, String value) {
    try {
      builder.setHeader(name, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "header %s cannot be sent; HTTP itself sets it, or its value is not in Latin-1"
              .formatted(name));
    }
  }

  /** Neither user information nor query nor what is long in the path: they may be secrets. */
  @Override
  public String description() {
    var url = request.uri();
    var authority = url.getRawAuthority().replaceFirst("^.*@", "");
    var path = url.getRawPath().replaceAll("[^/]{20,}", "***");
    return "http %s %s://%s%s".formatted(request.method(), url.getScheme(), authority, path);
  }

  @Override
  public List<String> run(Occasion occasion) {
    var status = client.send(request, limit);
    if (status < 200 || status > 299) {
      throw new HookException("HTTP " + status);
    }
    return List.of();
  }
}
