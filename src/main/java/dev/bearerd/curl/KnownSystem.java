package dev.bearerd.curl;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The systems that have a preset, and how their requests are told from others. */
enum KnownSystem {
  IBM_API_CONNECT("(.*)/api/token", "realm", "password", false, false),
  CONFIGAPI_V2("(.*)/configapi/v2/oauth/token", "scope", "client_credentials", false, false),
  WSO2_APK(
      "(https?://(?:idp\\.am\\.wso2\\.com(?::\\d+)?|[^/]*:9095))/oauth2/token",
      "grant_type",
      "client_credentials",
      true,
      true),
  WSO2_API_CLOUD(
      "(https://gateway\\.api\\.cloud\\.wso2\\.com(?::\\d+)?)/token",
      "grant_type",
      "password",
      true,
      true),
  KEYCLOAK(
      "(.*)/realms/([^/]+)/protocol/openid-connect/token",
      "grant_type",
      "client_credentials",
      true,
      false),
  ENTRA_ID(
      "(https://login\\.(?:partner\\.)?microsoftonline\\.[a-z]+)/([^/]+)/oauth2/v2\\.0/token",
      "scope",
      "client_credentials",
      false,
      false),
  OKTA(
      "(https://[^/]*\\.okta(?:preview|-emea)?\\.com)/oauth2/(?:([^/]+)/)?v1/token",
      "scope",
      "client_credentials",
      true,
      false),
  AUTH0(
      "(https://[^/]*\\.auth0\\.com)/oauth/token", "audience", "client_credentials", false, false);

  private final Pattern url;
  private final String parameter;
  private final String grant;
  private final boolean basic;
  private final boolean raw;

  /**
   * @param url whose first group is the server, and whose second one, if any, the realm
   * @param parameter without which it is another system
   * @param grant the one that the preset takes by itself
   * @param basic whether the preset sends id and secret in a header, else in the body
   * @param raw whether they are left as they are in that header
   */
  KnownSystem(String url, String parameter, String grant, boolean basic, boolean raw) {
    this.url = Pattern.compile(url);
    this.parameter = parameter;
    this.grant = grant;
    this.basic = basic;
    this.raw = raw;
  }

  static Optional<KnownSystem> of(Address address, Parameters parameters) {
    return Arrays.stream(values())
        .filter(system -> system.url.matcher(address.url()).matches())
        .filter(system -> parameters.has(system.parameter))
        .findFirst();
  }

  String preset() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String server(Address address) {
    return part(address, 1).orElse("");
  }

  /** Where the URL holds one. */
  Optional<String> realm(Address address) {
    return part(address, 2)
        .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  private Optional<String> part(Address address, int group) {
    var parts = url.matcher(address.url());
    return parts.matches() && group <= parts.groupCount()
        ? Optional.ofNullable(parts.group(group))
        : Optional.empty();
  }

  String grant() {
    return grant;
  }

  boolean isBasic() {
    return basic;
  }

  boolean isRaw() {
    return raw;
  }

  boolean isJson() {
    return this == IBM_API_CONNECT;
  }
}
