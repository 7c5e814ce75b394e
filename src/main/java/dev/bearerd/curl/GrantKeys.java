package dev.bearerd.curl;

import java.util.Optional;

/** Finds what entitles to a token. */
final class GrantKeys {
  private static final String EXTENSION = "urn:ietf:params:oauth:grant-type:";

  private final Parameters parameters;
  private final Optional<KnownSystem> system;
  private final Entry entry;

  GrantKeys(Parameters parameters, Optional<KnownSystem> system, Entry entry) {
    this.parameters = parameters;
    this.system = system;
    this.entry = entry;
  }

  void add() {
    var type =
        parameters
            .takeText("grant_type")
            .orElseThrow(
                () ->
                    new CurlException(
                        "the command sends no grant_type, so it asks for no token; paste the one"
                            + " that does"));
    var grant = grant(type);
    if (!type.equals(system.map(KnownSystem::grant).orElse("client_credentials"))) {
      entry.put("grant", grant);
    }
    parameters.takeText("username").ifPresent(text -> entry.put("username", text));
    parameters.take("password").ifPresent(given -> entry.putSecret("password", given));
    parameters.take("refresh_token").ifPresent(given -> entry.putSecret("refresh-token", given));
    parameters.take("assertion").ifPresent(given -> entry.putFile("assertion-file", given));
    addExchange();
  }

  private void addExchange() {
    parameters.take("subject_token").ifPresent(given -> entry.putFile("subject-token-file", given));
    parameters.takeText("subject_token_type").ifPresent(t -> entry.put("subject-token-type", t));
    parameters.take("actor_token").ifPresent(given -> entry.putFile("actor-token-file", given));
    parameters.takeText("actor_token_type").ifPresent(t -> entry.put("actor-token-type", t));
    parameters
        .takeText("requested_token_type")
        .ifPresent(type -> entry.put("requested-token-type", type));
  }

  private static String grant(String type) {
    return switch (type) {
      case "client_credentials" -> "client-credentials";
      case "password" -> "password";
      case "refresh_token" -> "refresh-token";
      case EXTENSION + "token-exchange" -> "token-exchange";
      case EXTENSION + "jwt-bearer" -> "jwt-bearer";
      case "authorization_code" ->
          throw new CurlException(
              "the authorization code of the command can be used once; take the refresh token that"
                  + " it brings, or another grant");
      case EXTENSION + "device_code" ->
          throw new CurlException(
              "the device code of the command can be used once; take the refresh token that it"
                  + " brings");
      default ->
          throw new CurlException(
              "grant_type is none of client_credentials, password, refresh_token, token-exchange"
                  + " and jwt-bearer");
    };
  }
}
