package dev.bearerd.curl;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds how the server is reached and trusted. */
final class ConnectionKeys {
  private static final Pattern PROXY =
      Pattern.compile("(?:([a-z0-9]+)://)?(?:([^@/]*)@)?([^@/:]+|\\[[^]]*])(:[^@/:]+)?/?");

  private final CurlRequest request;
  private final Entry entry;

  ConnectionKeys(CurlRequest request, Entry entry) {
    this.request = request;
    this.entry = entry;
  }

  void add() {
    addTls();
    request.setting(Setting.PROXY).ifPresent(this::addProxy);
    if (request.address().isPlainText() && !request.address().isLoopback()) {
      entry.put("allow-http", "true");
      entry.note("allow-http: the secrets go over the network in plain text; use https");
    }
    request
        .setting(Setting.TIMEOUT)
        .flatMap(this::duration)
        .ifPresent(t -> entry.put("timeout", t));
  }

  private void addTls() {
    var keys = new LinkedHashMap<String, String>();
    file(Setting.CA_FILE).ifPresent(path -> keys.put("ca-file", path));
    file(Setting.CERTIFICATE).ifPresent(path -> keys.put("client-certificate-file", path));
    file(Setting.KEY)
        .or(() -> file(Setting.CERTIFICATE))
        .ifPresent(path -> keys.put("client-key-file", path));
    if (request.setting(Setting.INSECURE).isPresent()) {
      keys.put("insecure-skip-verify", "true");
      entry.note(
          "tls.insecure-skip-verify: anyone on the way can read the credentials; set tls.ca-file in"
              + " its place");
    }
    entry.putGroup("tls", keys);
  }

  private Optional<String> file(Setting setting) {
    return request.setting(setting).map(ConnectionKeys::withoutPassword).map(InputFile::absolute);
  }

  /** curl takes FILE:PASSWORD for a certificate. */
  private static String withoutPassword(String file) {
    if (file.contains(":")) {
      throw new CurlException(
          "the name of a certificate or key has a password behind a colon; it has to be a file"
              + " without password");
    }
    return file;
  }

  private void addProxy(String proxy) {
    var parts = PROXY.matcher(proxy);
    if (!parts.matches() || !Optional.ofNullable(parts.group(1)).orElse("http").equals("http")) {
      throw new CurlException("-x names no HTTP proxy; only http://HOST:PORT is used");
    }
    var user =
        request
            .setting(Setting.PROXY_USER)
            .map(ConnectionKeys::encoded)
            .or(() -> Optional.ofNullable(parts.group(2)))
            .orElse("");
    var port = Optional.ofNullable(parts.group(4)).orElse(":1080"); // as curl has it
    var url = "http://" + user + (user.isEmpty() ? "" : "@") + parts.group(3) + port;
    if (user.contains(":") && !Variables.areAllOf(user.substring(user.indexOf(':') + 1))) {
      entry.putSecret("proxy", Given.text(url));
    } else {
      entry.put("proxy", url);
    }
  }

  private static String encoded(String pair) {
    var parts = pair.split(":", 2);
    return Variables.areIn(pair) || parts.length == 1
        ? pair
        : percentEncoded(parts[0]) + ":" + percentEncoded(parts[1]);
  }

  private static String percentEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Optional<String> duration(String seconds) {
    if (Variables.areAllOf(seconds)) {
      return Optional.of(seconds + "s");
    }
    if (!seconds.matches("\\d{1,6}(\\.\\d{1,3})?")) {
      throw new CurlException("-m names no number of seconds");
    }
    var milliseconds = Math.round(Double.parseDouble(seconds) * 1000);
    if (milliseconds == 0) {
      return Optional.empty();
    }
    return Optional.of(milliseconds % 1000 == 0 ? milliseconds / 1000 + "s" : milliseconds + "ms");
  }
}
