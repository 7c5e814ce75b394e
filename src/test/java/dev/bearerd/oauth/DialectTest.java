package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class DialectTest {

  @Test
  void isFoundByItsName() {
    assertThat(Dialect.names())
        .containsExactly(
            "generic", "ibm-api-connect", "configapi-v2", "wso2-apk", "wso2-api-cloud");
    assertThat(Dialect.named("wso2-apk")).contains(Dialect.WSO2_APK);
    assertThat(Dialect.named("wso2")).isEmpty();
  }

  @Test
  void buildsTheTokenUrlBelowAServer() {
    assertThat(Dialect.IBM_API_CONNECT.tokenUrl(URI.create("https://h:8443/prefix/")))
        .contains(URI.create("https://h:8443/prefix/api/token"));
    assertThat(Dialect.GENERIC.tokenUrl(URI.create("https://h"))).isEmpty();
  }

  @Test
  void knowsWhatItsSystemRequires() {
    assertThat(Dialect.IBM_API_CONNECT.requiresRealm()).isTrue();
    assertThat(Dialect.CONFIGAPI_V2.requiresScope()).isTrue();
    assertThat(Dialect.GENERIC.requiresRealm() || Dialect.GENERIC.requiresScope()).isFalse();
    assertThat(Dialect.GENERIC.defaultClient()).isEmpty();
    assertThat(Dialect.GENERIC.defaultServer()).isEmpty();
  }
}
