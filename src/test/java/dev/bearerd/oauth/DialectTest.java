package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DialectTest {
  private static final Optional<String> NO_REALM = Optional.empty();

  @Test
  void isFoundByItsName() {
    assertThat(Dialect.names())
        .containsExactly(
            "generic",
            "ibm-api-connect",
            "configapi-v2",
            "wso2-apk",
            "wso2-api-cloud",
            "keycloak",
            "entra-id",
            "okta",
            "auth0",
            "google",
            "github-app");
    assertThat(Dialect.named("wso2-apk")).contains(Dialect.WSO2_APK);
    assertThat(Dialect.named("wso2")).isEmpty();
  }

  @Test
  void buildsTheTokenUrlBelowAServer() {
    assertThat(Dialect.IBM_API_CONNECT.tokenUrl(URI.create("https://h:8443/prefix/"), NO_REALM))
        .contains(URI.create("https://h:8443/prefix/api/token"));
    assertThat(Dialect.GENERIC.tokenUrl(URI.create("https://h"), NO_REALM)).isEmpty();
  }

  @Test
  void putsTheRealmIntoTheAddressesOfASystemThatHasThem() {
    var server = URI.create("https://h");
    var realm = Optional.of("r");

    assertThat(Dialect.KEYCLOAK.deviceAuthorizationUrl(server, realm))
        .contains(URI.create("https://h/realms/r/protocol/openid-connect/auth/device"));
    assertThat(Dialect.KEYCLOAK.revocationUrl(server, realm))
        .contains(URI.create("https://h/realms/r/protocol/openid-connect/revoke"));
    assertThat(Dialect.ENTRA_ID.revocationUrl(server, realm)).isEmpty();
    assertThat(Dialect.OKTA.tokenUrl(server, realm))
        .contains(URI.create("https://h/oauth2/r/v1/token"));
    assertThat(Dialect.OKTA.tokenUrl(server, NO_REALM))
        .contains(URI.create("https://h/oauth2/v1/token"));
  }

  @Test
  void writesARealmAsOneSegmentOfThePath() {
    assertThat(Dialect.KEYCLOAK.tokenUrl(URI.create("https://h"), Optional.of("My Realm#1/é")))
        .contains(
            URI.create("https://h/realms/My%20Realm%231%2F%C3%A9/protocol/openid-connect/token"));
  }

  @Test
  void knowsWhatItsSystemRequires() {
    assertThat(Dialect.IBM_API_CONNECT.hasRealmParameter()).isTrue();
    assertThat(Dialect.CONFIGAPI_V2.requires("scopes")).isTrue();
    assertThat(Dialect.KEYCLOAK.requires("realm")).isTrue();
    assertThat(Dialect.GENERIC.requires("realm") || Dialect.GENERIC.requires("scopes")).isFalse();
    assertThat(Dialect.GENERIC.defaultClient()).isEmpty();
    assertThat(Dialect.GENERIC.defaultServer()).isEmpty();
  }
}
