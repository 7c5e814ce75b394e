package dev.bearerd.oauth;

import java.net.URI;
import java.util.Map;

/**
 * One HTTP request.
 *
 * @param method GET or POST
 * @param headers by name; a Host header replaces that of the URL
 * @param body empty for GET
 */
public record HttpCall(String method, URI url, Map<String, String> headers, String body) {
  public HttpCall {
    headers = Map.copyOf(headers);
  }

  /** Only the method and the address: headers and body hold secrets. */
  @Override
  public String toString() {
    return method + " " + url;
  }
}
