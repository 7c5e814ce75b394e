package dev.bearerd.curl;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the options of a curl command say, before anybody asks what it means. */
final class CurlRequest {
  private final List<String> addresses = new ArrayList<>();
  private final List<String> methods = new ArrayList<>();
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<Setting, String> settings = new EnumMap<>(Setting.class);
  private final CurlBody body = new CurlBody();
  private final Set<String> notes = new LinkedHashSet<>();

  void address(String word) {
    addresses.add(word);
  }

  void method(String name) {
    methods.add(name);
  }

  /** As curl takes it: {@code NAME: VALUE}; without a value nothing is sent of that name. */
  void header(String line) {
    if (line.startsWith("@")) {
      throw new CurlException("-H @FILE reads headers from a file; write them into the command");
    }
    var colon = line.indexOf(':');
    if (colon > 0 && !line.substring(colon + 1).isBlank()) {
      headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
  }

  void json(String data) {
    headers.put("Content-Type", "application/json");
    body.json(data);
  }

  void set(Setting setting, String value) {
    settings.put(setting, value);
  }

  /** Adds what the operator should know. */
  void note(String note) {
    notes.add(note);
  }

  CurlBody body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }

  Optional<String> setting(Setting setting) {
    return Optional.ofNullable(settings.get(setting));
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** The one address that is asked. */
  Address address() {
    if (addresses.isEmpty()) {
      throw new CurlException("the command names no URL");
    }
    if (addresses.size() > 1) {
      throw new CurlException(
          "the command names several URLs; paste the one request that gets the token, and quote"
              + " values that hold spaces");
    }
    return Address.of(addresses.get(0));
  }

  /** Whether it is a POST, as every token request is. */
  boolean isPost() {
    return methods.isEmpty()
        ? !body.isEmpty()
        : methods.get(methods.size() - 1).equalsIgnoreCase("POST");
  }
}
