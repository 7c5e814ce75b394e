package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A token request while its parts are being contributed. Parameters keep their order; a later value
 * replaces an earlier one at its place. Remembers which of them are secrets.
 */
public final class RequestDraft {
  private static final int SHORTEST_SECRET = 4;

  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final List<Secret> secrets = new ArrayList<>();

  RequestDraft() {}

  void parameter(String name, String value) {
    parameters.put(name, value);
    rememberIfSecret(name, value);
  }

  void parameter(String name, Secret value) {
    parameters.put(name, value.reveal());
    secrets.add(value);
  }

  void header(String name, String value) {
    headers.remove(name);
    headers.put(name, value);
    rememberIfSecret(name, value);
  }

  void header(String name, String scheme, Secret credentials) {
    headers.put(name, scheme + " " + credentials.reveal());
    secrets.add(credentials);
  }

  /** A secret that is part of something else. */
  void secret(Secret secret) {
    secrets.add(secret);
  }

  /** A short value would be found in the middle of any word. */
  private void rememberIfSecret(String name, String value) {
    if (Redaction.hides(name) && value.length() >= SHORTEST_SECRET) {
      secrets.add(new Secret(value));
    }
  }

  Map<String, String> parameters() {
    return parameters;
  }

  Map<String, String> headers() {
    return headers;
  }

  List<Secret> secrets() {
    return secrets;
  }
}
