package dev.bearerd.discovery;

import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Serves metadata in memory; 404 where there is none. Remembers where it was asked. */
final class MetadataServer implements HttpTransport {
  private final Map<String, Supplier<HttpReply>> replies = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  /** From now on, this is there. */
  MetadataServer serves(String url, String body) {
    return answers(url, 200, body);
  }

  MetadataServer answers(String url, int status, String body) {
    return does(url, () -> reply(status, body));
  }

  MetadataServer does(String url, Supplier<HttpReply> what) {
    replies.put(url, what);
    return this;
  }

  List<String> asked() {
    return asked;
  }

  @Override
  public HttpReply send(HttpCall call, Limits limits) {
    var url = call.url().toString();
    asked.add(url);
    return replies.getOrDefault(url, () -> reply(404, "<html>")).get();
  }

  private static HttpReply reply(int status, String body) {
    return new HttpReply(status, Map.of(), body, Instant.EPOCH);
  }
}
