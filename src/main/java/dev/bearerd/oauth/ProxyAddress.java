package dev.bearerd.oauth;

import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.TokenException;
import java.nio.file.Path;

/**
 * Where the address of a proxy is written. It is looked up at each use.
 *
 * @param name of the configuration key or variable, for messages
 */
public record ProxyAddress(String name, SecretRef url) {

  /** One that is written itself. */
  public static ProxyAddress written(String name, String url) {
    return new ProxyAddress(name, new SecretRef.Literal(new Secret(url)));
  }

  /** Some write the address itself where its file should be named: shown is what is a path. */
  public static ProxyAddress file(Path path) {
    return new ProxyAddress(
        path.isAbsolute() ? "proxy-file " + path : "proxy-file",
        new SecretRef.File("proxy-file", path));
  }

  /**
   * The proxy as it is now.
   *
   * @throws TokenException when the address cannot be read, or is none
   */
  public Proxy resolve() {
    return Proxy.parse(url.resolve())
        .orElseThrow(
            () ->
                TokenException.local(
                    name
                        + " is not http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT with what is"
                        + " special in them percent-encoded; no other sort of proxy can be used"));
  }
}
