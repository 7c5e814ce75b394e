package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What is asked of a token endpoint. Secrets are looked up each time a call is made of it.
 *
 * @param parameters more of them, for instance audience or realm; they replace ours
 * @param headers more of them, which replace ours
 */
public record TokenRequest(
    URI tokenUrl,
    Grant grant,
    ClientAuthentication authentication,
    List<String> scopes,
    Map<String, String> parameters,
    Map<String, String> headers,
    BodyFormat body)
    implements TokenCalls, ClientCalls {
  private static final Set<String> OUR_PARAMETERS =
      Set.of(
          "grant_type",
          "password",
          "client_secret",
          "refresh_token",
          "client_assertion",
          "assertion",
          "subject_token",
          "actor_token");
  private static final Set<String> OUR_HEADERS =
      caseless("Content-Length", "Transfer-Encoding", "Connection");

  public TokenRequest {
    scopes = List.copyOf(scopes);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    headers = Map.copyOf(headers);
    parameters.keySet().forEach(TokenRequest::checkParameter);
    headers.forEach(TokenRequest::checkHeader);
  }

  /** Only where it goes: parameters and headers may hold secrets. */
  @Override
  public String toString() {
    return "token request to " + Redaction.place(tokenUrl);
  }

  /** The same with one more parameter. */
  public TokenRequest withParameter(String name, String value) {
    var more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new TokenRequest(tokenUrl, grant, authentication, scopes, more, headers, body);
  }

  /** The same to another address. */
  public TokenRequest withTokenUrl(URI url) {
    return new TokenRequest(url, grant, authentication, scopes, parameters, headers, body);
  }

  @Override
  public HttpCall call() {
    return call(draft());
  }

  /** The parts of the request of the configured grant. */
  public RequestDraft draft() {
    return draft(
        draft -> {
          grant.contribute(draft);
          authentication.contribute(draft);
          if (!scopes.isEmpty()) {
            draft.parameter("scope", String.join(" ", scopes));
          }
        });
  }

  @Override
  public Optional<Secret> configuredRefreshToken() {
    return grant instanceof Grant.RefreshToken configured
        ? Optional.of(configured.refreshToken().resolve())
        : Optional.empty();
  }

  @Override
  public HttpCall refreshCall(Secret refreshToken) {
    return call(refreshDraft(refreshToken));
  }

  /** The parts of the request that renews; without a scope, so that it stays what it was. */
  public RequestDraft refreshDraft(Secret refreshToken) {
    return draft(
        draft -> {
          Grant.RefreshToken.contribute(draft, refreshToken);
          authentication.contribute(draft);
        });
  }

  /** Always a form, and with none of the parameters of a token request. */
  @Override
  public HttpCall form(URI endpoint, Consumer<RequestDraft> contributions) {
    var draft = new RequestDraft();
    draft.header("Accept", "application/json");
    draft.header("Content-Type", BodyFormat.FORM.mediaType());
    contributions.accept(draft);
    authentication.contribute(draft);
    headers.forEach(draft::header);
    return new HttpCall(
        "POST",
        endpoint,
        draft.headers(),
        BodyFormat.FORM.write(draft.parameters()),
        draft.secrets());
  }

  private RequestDraft draft(Consumer<RequestDraft> contributions) {
    var draft = new RequestDraft();
    draft.header("Accept", "application/json");
    draft.header("Content-Type", body.mediaType());
    contributions.accept(draft);
    parameters.forEach(draft::parameter);
    headers.forEach(draft::header);
    return draft;
  }

  private HttpCall call(RequestDraft draft) {
    return new HttpCall(
        "POST", tokenUrl, draft.headers(), body.write(draft.parameters()), draft.secrets());
  }

  private static void checkParameter(String name) {
    if (OUR_PARAMETERS.contains(name)) {
      throw new IllegalArgumentException("parameters: " + name + " has a key of its own");
    }
  }

  private static void checkHeader(String name, String value) {
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new IllegalArgumentException("headers: a name is not that of an HTTP header");
    }
    if (OUR_HEADERS.contains(name)) {
      throw new IllegalArgumentException("headers: " + name + " follows from the request itself");
    }
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new IllegalArgumentException("headers: " + name + " contains a control character");
    }
  }

  private static Set<String> caseless(String... names) {
    var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Collections.addAll(set, names);
    return set;
  }
}
