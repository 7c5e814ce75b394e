package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
  @ParameterizedTest
  @CsvSource({
    "http://proxy.example.com:3128, proxy.example.com, 3128",
    "http://proxy.example.com:3128/, proxy.example.com, 3128",
    "HTTP://proxy.example.com:80, proxy.example.com, 80",
    "proxy.example.com:3128, proxy.example.com, 3128",
    "http://10.1.2.3:8080, 10.1.2.3, 8080",
    "http://[fd00::1]:8080, fd00::1, 8080"
  })
  void readsWhereItIs(String url, String host, int port) {
    assertThat(parse(url)).contains(new Proxy(host, port, Optional.empty()));
  }

  @Test
  void decodesUserAndPassword() {
    var login = parse("http://us%2Fer:p%22a+s%3As%25:é@proxy:3128").flatMap(Proxy::login);

    assertThat(login).contains(new Proxy.Login("us/er", new Secret("p\"a+s:s%:é")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy:3128",
        "socks5://proxy:1080",
        "http://proxy:3128/path",
        "http://proxy:3128?query",
        "http://proxy:3128#fragment",
        "http://proxy",
        "a-secret-by-mistake",
        "http://proxy:0",
        "http://proxy:70000",
        "http://user@proxy:3128",
        "http://user:@proxy:3128",
        "http://:password@proxy:3128",
        "http://us%3Aer:password@proxy:3128",
        "http://user:pass word@proxy:3128",
        "http://user:pass%zz@proxy:3128",
        "http://user:pass#word@proxy:3128",
        "http://:3128",
        "://",
        "http://"
      })
  void refusesWhatIsNoAddressOfAProxyWithoutRepeatingIt(String url) {
    assertThat(parse(url)).isEmpty();
    assertThatThrownBy(() -> ProxyAddress.written("HTTPS_PROXY", url).resolve())
        .isInstanceOf(TokenException.class)
        .hasMessage(
            "HTTPS_PROXY is not http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT with what is"
                + " special in them percent-encoded; no other sort of proxy can be used");
  }

  @Test
  void isReadFromItsFileAtEachUse(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("proxy"), "http://user:one@proxy:3128\n");
    var address = ProxyAddress.file(file);
    assertThat(address.resolve().password()).contains(new Secret("one"));

    Files.writeString(file, "http://user:two@proxy:3128\n");

    assertThat(address.resolve().password()).contains(new Secret("two"));
  }

  @Test
  void namesTheFileThatCannotBeUsed(@TempDir Path directory) throws IOException {
    var file = directory.resolve("proxy");
    assertThatThrownBy(() -> ProxyAddress.file(file).resolve())
        .hasMessage("proxy-file " + file + " does not exist");

    Files.writeString(file, "ftp://proxy");

    assertThatThrownBy(() -> ProxyAddress.file(file).resolve())
        .hasMessageStartingWith("proxy-file " + file + " is not http://HOST:PORT");
  }

  @Test
  void isShownWithoutItsCredentials() {
    var proxy = parse("http://user:hush@[::1]:3128").orElseThrow();

    assertThat(proxy.place()).isEqualTo("proxy [::1]:3128");
    assertThat(proxy.toString()).doesNotContain("hush");
  }

  private static Optional<Proxy> parse(String url) {
    return Proxy.parse(new Secret(url));
  }
}
