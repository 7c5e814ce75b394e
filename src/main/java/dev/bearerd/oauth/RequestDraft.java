package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request while its parts are being contributed. Parameters keep their order; a later value
 * replaces an earlier one at its place. Remembers which of them are secrets.
 */
public final class RequestDraft {
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final List<Secret> secrets = new ArrayList<>();

  RequestDraft() {}

  public void parameter(String name, String value) {
    parameters.put(name, value);
    secrets.addAll(Redaction.secrets(name, value));
  }

  public void parameter(String name, Secret value) {
    parameters.put(name, value.reveal());
    secrets.add(value);
  }

  void header(String name, String value) {
    headers.remove(name);
    headers.put(name, value);
    secrets.addAll(Redaction.secrets(name, value));
  }

  void header(String name, String scheme, Secret credentials) {
    headers.put(name, scheme + " " + credentials.reveal());
    secrets.add(credentials);
  }

  /** A secret that is part of something else. */
  public void secret(Secret secret) {
    secrets.add(secret);
  }

  public Map<String, String> parameters() {
    return parameters;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public List<Secret> secrets() {
    return secrets;
  }
}
