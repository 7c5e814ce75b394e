package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
  private static final String HTTP = "http://idp.example.com/token";
  private static final String HTTPS = "https://idp.example.com/token";

  @Test
  void takesTheProxyOfTheScheme() {
    var variables = Map.of("http_proxy", "http://a:1", "https_proxy", "http://b:1");

    assertThat(proxy(variables, HTTP)).contains("proxy a:1");
    assertThat(proxy(variables, HTTPS)).contains("proxy b:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
  void knowsEachVariableForHttps(String variable) {
    assertThat(proxy(Map.of(variable, "http://a:1"), HTTPS)).contains("proxy a:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"})
  void knowsEachVariableForHttp(String variable) {
    assertThat(proxy(Map.of(variable, "http://a:1"), HTTP)).contains("proxy a:1");
  }

  @Test
  void prefersTheSchemesOwnVariableAndLowerCase() {
    var variables =
        Map.of(
            "ALL_PROXY", "http://all:1",
            "HTTPS_PROXY", "http://upper:1",
            "https_proxy", "http://lower:1",
            "http_proxy", " ");

    assertThat(proxy(variables, HTTPS)).contains("proxy lower:1");
    assertThat(proxy(variables, HTTP)).contains("proxy all:1");
  }

  @Test
  void needsNoProxy() {
    assertThat(proxy(Map.of(), HTTPS)).isEmpty();
    assertThat(proxy(Map.of("http_proxy", "http://a:1"), HTTPS)).isEmpty();
  }

  @Test
  void aConfiguredProxyIsTakenWhateverTheEnvironmentSays() {
    var configured = new ProxySettings.Configured(ProxyAddress.written("proxy", "http://own:1"));

    assertThat(configured.proxyFor(URI.create("http://127.0.0.1/token")))
        .map(address -> address.resolve().place())
        .contains("proxy own:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080/",
        "http://LOCALHOST./",
        "http://idp.localhost/",
        "http://127.0.0.1/",
        "http://127.9.9.9:80/",
        "https://[::1]/",
        "https://[0:0:0:0:0:0:0:1]:8443/"
      })
  void goesToThisMachineDirectly(String url) {
    assertThat(proxy(Map.of("all_proxy", "http://a:1"), url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "idp.example.com | https://idp.example.com/",
        "IDP.Example.COM | https://idp.example.com/",
        "idp.example.com | https://IDP.EXAMPLE.COM./",
        "idp.example.com. | https://idp.example.com/",
        "example.com | https://idp.example.com/",
        ".example.com | https://idp.example.com/",
        ".example.com | https://example.com/",
        "*.example.com | https://idp.example.com/",
        "* | https://idp.example.com/",
        "*:443 | https://idp.example.com/",
        "a.com, example.com ,b.com | https://idp.example.com/",
        "a.com example.com | https://idp.example.com/",
        "idp.example.com:443 | https://idp.example.com/",
        "idp.example.com:80 | http://idp.example.com/",
        ".example.com:8443 | https://idp.example.com:8443/",
        "10.1.2.3 | https://10.1.2.3/",
        "10.1.2.3:8443 | https://10.1.2.3:8443/",
        "10.0.0.0/8 | https://10.200.0.1/",
        "10.1.2.128/25 | https://10.1.2.200/",
        "0.0.0.0/0 | https://10.1.2.200/",
        "fd00::1 | https://[fd00:0::1]/",
        "[fd00::1] | https://[fd00::1]/",
        "[fd00::1]:8443 | https://[fd00::1]:8443/",
        "fd00::/8 | https://[fd12::9]/",
      })
  void goesDirectlyToWhatTheListNames(String list, String url) {
    assertThat(proxy(Map.of("all_proxy", "http://a:1", "no_proxy", list), url)).isEmpty();
    assertThat(proxy(Map.of("ALL_PROXY", "http://a:1", "NO_PROXY", list), url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other.example.com | https://idp.example.com/",
        "ample.com | https://idp.example.com/",
        "idp.example.com.org | https://idp.example.com/",
        "idp.example.com:8443 | https://idp.example.com/",
        "idp.example.com:443 | http://idp.example.com/",
        "10.1.2.4 | https://10.1.2.3/",
        "10.1.2.0/25 | https://10.1.2.200/",
        "10.0.0.0/33 | https://10.0.0.0/",
        "10.0.0.0/x | https://10.0.0.1/",
        "999.1.1.1/8 | https://10.0.0.1/",
        "1.2.3/8 | https://1.2.3.4/",
        "10.0.0.0/8 | https://10.example.com/",
        "0.0.0.0/0 | https://[fd00::1]/",
        "fd00::2 | https://[fd00::1]/",
        ":: | https://[fd00::1]/",
        "[fd00::1]:8443 | https://[fd00::1]/",
        "fd00:::/8 | https://[fd00::1]/",
        ", | https://idp.example.com/",
      })
  void goesThroughTheProxyToAllOthers(String list, String url) {
    assertThat(proxy(Map.of("all_proxy", "http://a:1", "no_proxy", list), url)).isPresent();
  }

  private static Optional<String> proxy(Map<String, String> variables, String url) {
    return ProxySettings.of(variables)
        .proxyFor(URI.create(url))
        .map(address -> address.resolve().place());
  }
}
