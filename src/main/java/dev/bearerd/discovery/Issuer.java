package dev.bearerd.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpFailure;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.oauth.LenientJson;
import dev.bearerd.oauth.Redaction;
import dev.bearerd.oauth.ServerPath;
import dev.bearerd.token.SafeText;
import dev.bearerd.token.TokenException;
import dev.bearerd.token.TokenException.Kind;
import dev.bearerd.token.TokenException.Reach;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An issuer whose metadata is read: where OpenID Connect Discovery has it, else where RFC 8414 has
 * it. Keeps nothing. Only a document that names this very issuer is believed.
 */
public final class Issuer {
  private static final String PURPOSE = "the metadata of the issuer";

  private final URI name;
  private final boolean withCertificate;
  private final Predicate<URI> plainText;
  private final HttpTransport transport;
  private final HttpTransport.Limits limits;

  /**
   * @param name its URL, without query
   * @param withCertificate whether clients show a certificate
   * @param plainText whether secrets would be sent to an address in a way that is not allowed
   */
  public Issuer(
      URI name,
      boolean withCertificate,
      Predicate<URI> plainText,
      HttpTransport transport,
      HttpTransport.Limits limits) {
    this.name = name;
    this.withCertificate = withCertificate;
    this.plainText = plainText;
    this.transport = transport;
    this.limits = limits;
  }

  /**
   * Asks the server.
   *
   * @throws TokenException where there is no usable metadata
   */
  public AuthorizationServerMetadata read() {
    var failures = new ArrayList<TokenException>();
    for (var place : places()) {
      var call = new HttpCall("GET", place, Map.of("Accept", "application/json"), "", List.of());
      var reply = transport.send(call, limits);
      var document = document(reply);
      if (document.isPresent()) {
        return metadata(document.get());
      }
      failures.add(failure(call, reply));
    }
    throw failures.stream()
        .filter(failure -> failure.reach() == Reach.STRAINED)
        .findFirst()
        .orElse(failures.get(0));
  }

  /** Whether secrets may be sent to what was found earlier. */
  boolean allows(AuthorizationServerMetadata metadata) {
    return !plainText.test(endpoint(metadata, Endpoint.TOKEN));
  }

  /**
   * The address of an endpoint for the clients of here.
   *
   * @throws TokenException where the server names none
   */
  public URI endpoint(AuthorizationServerMetadata metadata, Endpoint endpoint) {
    return metadata.endpoint(endpoint, withCertificate);
  }

  /** OpenID Connect Discovery section 4, and RFC 8414 section 3.1. */
  private List<URI> places() {
    var path = name.getRawPath().replaceFirst("/+$", "");
    return List.of(
        ServerPath.of(name, "/.well-known/openid-configuration"),
        URI.create(
            "%s://%s/.well-known/oauth-authorization-server%s"
                .formatted(name.getScheme(), name.getRawAuthority(), path)));
  }

  private static Optional<JsonNode> document(HttpReply reply) {
    return Optional.of(reply)
        .filter(HttpReply::isSuccess)
        .flatMap(success -> LenientJson.readObject(success.body()))
        .map(JsonNode.class::cast)
        .filter(document -> LenientJson.text(document, "issuer").isPresent());
  }

  private static TokenException failure(HttpCall call, HttpReply reply) {
    return reply.isSuccess()
        ? TokenException.malformed(
            "HTTP %d without metadata; is %s %s?".formatted(reply.status(), call.place(), PURPOSE))
        : withoutRefusal(HttpFailure.of(call, reply, PURPOSE));
  }

  /** No credentials were sent that could have been refused. */
  private static TokenException withoutRefusal(TokenException failure) {
    return failure.kind() == Kind.REJECTED
        ? TokenException.transientAnswer(PURPOSE + ": " + String.valueOf(failure.getMessage()))
        : failure;
  }

  private AuthorizationServerMetadata metadata(JsonNode document) {
    var named = LenientJson.text(document, "issuer").orElseThrow();
    if (!withoutSlash(named).equals(withoutSlash(name.toString()))) {
      throw TokenException.malformed(
          "the metadata of %s is that of the issuer %s; set issuer to that if it is the right one"
              .formatted(Redaction.place(name), SafeText.of(named, List.of())));
    }
    var endpoints = new HashMap<String, URI>();
    var aliases = document.path("mtls_endpoint_aliases");
    for (var endpoint : Endpoint.values()) {
      url(document, endpoint).ifPresent(url -> endpoints.put(endpoint.field(), url));
      url(aliases, endpoint)
          .ifPresent(
              url -> endpoints.put(AuthorizationServerMetadata.MTLS + endpoint.field(), url));
    }
    var metadata = new AuthorizationServerMetadata(endpoints);
    endpoint(metadata, Endpoint.TOKEN);
    return metadata;
  }

  private Optional<URI> url(JsonNode object, Endpoint endpoint) {
    var url = LenientJson.text(object, endpoint.field()).flatMap(Issuer::url);
    if (url.filter(plainText).isPresent()) {
      throw TokenException.malformed(
          "%s of the issuer is plain http, which would show secrets; set allow-http: true if that"
                  .formatted(endpoint.field())
              + " is meant");
    }
    return url;
  }

  private static Optional<URI> url(String text) {
    try {
      return Optional.of(new URI(text.strip()))
          .filter(url -> String.valueOf(url.getScheme()).matches("(?i)https?"))
          .filter(url -> url.getHost() != null && url.getRawUserInfo() == null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String withoutSlash(String url) {
    return url.replaceFirst("/+$", "");
  }
}
