package dev.bearerd.curl;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds who asks, and how that is proven. */
final class ClientKeys {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private static final List<String> IN_BODY =
      List.of("client_id", "client_secret", "client_assertion");

  private final CurlRequest request;
  private final Parameters parameters;
  private final Optional<KnownSystem> system;
  private final Entry entry;

  ClientKeys(
      CurlRequest request, Parameters parameters, Optional<KnownSystem> system, Entry entry) {
    this.request = request;
    this.parameters = parameters;
    this.system = system;
    this.entry = entry;
  }

  /**
   * @param mayBeUnnamed whether what entitles to the token may say by itself who asks
   */
  void add(boolean mayBeUnnamed) {
    var pair = basicPair();
    if (pair.isPresent()) {
      addBasic(pair.get());
    } else if (!mayBeUnnamed || IN_BODY.stream().anyMatch(parameters::has)) {
      addFromBody();
    }
  }

  /** As curl: a header that is given replaces what curl would write. */
  private Optional<String> basicPair() {
    var header = Optional.ofNullable(request.headers().get("Authorization"));
    if (header.isPresent()) {
      return header.filter(value -> value.matches("(?is)Basic\\s.*")).map(ClientKeys::decoded);
    }
    return request.setting(Setting.USER).or(() -> request.address().user().map(CurlBody::decode));
  }

  private static String decoded(String header) {
    var credentials = header.substring("Basic".length()).strip();
    try {
      var pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      if (pair.contains(":")) {
        Variables.refuseMarks(pair);
        return pair;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new CurlException(
        "the Authorization header does not hold the base64 of ID:SECRET; give them with -u ID:SECRET"
            + " (or -u \"$ID:$SECRET\") in its place");
  }

  private void addBasic(String pair) {
    var colon = pair.indexOf(':');
    if (colon <= 0) {
      throw new CurlException("-u and the URL give no ID:SECRET; curl would ask for the rest");
    }
    var id = pair.substring(0, colon);
    var secret = pair.substring(colon + 1);
    entry.put("client-id", id);
    if (!secret.isEmpty()) {
      entry.putSecret("client-secret", Given.text(secret));
    }
    if (secret.isEmpty() || !system.map(KnownSystem::isBasic).orElse(true)) {
      entry.put("client-authentication", "basic");
    }
    if (!system.map(KnownSystem::isRaw).orElse(false)
        && !(isSameInForms(id) && isSameInForms(secret))) {
      entry.put("basic-encoding", "raw");
    }
    refuseSecond(id, secret);
  }

  /** curl does not encode the two. */
  private static boolean isSameInForms(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).equals(text);
  }

  /** Some send the id in the body too; a secret there says nothing new, or something else. */
  private void refuseSecond(String id, String secret) {
    var others =
        Stream.concat(
            parameters.text("client_id").filter(other -> !other.equals(id)).stream(),
            parameters.takeText("client_secret").filter(other -> !other.equals(secret)).stream());
    if (others.findAny().isPresent()) {
      throw new CurlException(
          "the header names another client than the data; remove the one that does not count");
    }
  }

  private void addFromBody() {
    var id =
        parameters
            .takeText("client_id")
            .orElseThrow(
                () ->
                    new CurlException(
                        "the command names no client; give it with -u ID:SECRET, or client_id in"
                            + " the data"));
    entry.put("client-id", id);
    var assertion = parameters.take("client_assertion");
    var secret = parameters.take("client_secret");
    assertion.ifPresent(this::addAssertion);
    secret.ifPresent(this::addPost);
    if (assertion.isEmpty() && secret.isEmpty() && hasCertificate()) {
      entry.put("client-authentication", "mtls");
    }
  }

  private void addAssertion(Given assertion) {
    if (!parameters.takeText("client_assertion_type").equals(Optional.of(JWT_BEARER))) {
      throw new CurlException("client_assertion_type is not " + JWT_BEARER);
    }
    entry.putFile("client-assertion-file", assertion);
  }

  private void addPost(Given secret) {
    entry.putSecret("client-secret", secret);
    if (system.map(KnownSystem::isBasic).orElse(true)) {
      entry.put("client-authentication", "post");
    }
  }

  private boolean hasCertificate() {
    return request.setting(Setting.CERTIFICATE).isPresent();
  }
}
