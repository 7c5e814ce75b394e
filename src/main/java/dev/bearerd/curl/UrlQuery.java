package dev.bearerd.curl;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/** Takes the query of a URL apart: parameters of OAuth belong into the body, others stay. */
final class UrlQuery {
  private static final Set<String> OAUTH =
      Set.of(
          "grant_type",
          "client_id",
          "client_secret",
          "client_assertion",
          "client_assertion_type",
          "username",
          "password",
          "refresh_token",
          "scope",
          "audience",
          "resource",
          "assertion",
          "subject_token",
          "subject_token_type");

  private UrlQuery() {}

  /** The address with what stays of its query; the rest is added to the parameters. */
  static Address apart(Address address, Parameters parameters, Entry entry) {
    if (address.query().isEmpty()) {
      return address;
    }
    var stays = new ArrayList<String>();
    for (var pair : address.query().get().split("&", -1)) {
      var name = CurlBody.decode(pair.replaceFirst("=.*", ""));
      if (OAUTH.contains(name)) {
        parameters.addAll(CurlBody.form(pair));
        entry.note("parameters of the URL are sent in the body, as RFC 6749 has it");
      } else {
        refuseSecret(name, pair);
        stays.add(pair);
      }
    }
    return address.withQuery(Optional.of(String.join("&", stays)).filter(text -> !text.isEmpty()));
  }

  private static void refuseSecret(String name, String pair) {
    var value = pair.substring(Math.min(pair.length(), pair.indexOf('=') + 1));
    if (RemainingKeys.isSecret(name, value) && !Variables.areAllOf(value)) {
      throw new CurlException(
          "a parameter in the query of the URL looks like a secret, which a URL is no place for;"
              + " put it into the data, or write a variable such as $KEY");
    }
  }
}
