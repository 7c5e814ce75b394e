package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate for 127.0.0.1, localhost and idp.am.wso2.com, made by keytool.
 *
 * @param pem the certificate, as a file for {@code tls.ca-file}
 */
public record SelfSigned(Path keyStore, Path pem) {
  private static final String PASSWORD = "changeit";

  /** Makes one in a directory. */
  public static SelfSigned in(Path directory) {
    var made = new SelfSigned(directory.resolve("server.p12"), directory.resolve("server.pem"));
    var names = "san=ip:127.0.0.1,dns:localhost,dns:idp.am.wso2.com";
    made.keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", names);
    made.keytool("-exportcert", "-rfc", "-file", made.pem.toString());
    return made;
  }

  SSLContext context() {
    try (var stream = Files.newInputStream(keyStore)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(stream, PASSWORD.toCharArray());
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the key store is unusable: " + keyStore, e);
    }
  }

  private void keytool(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "server", "-keystore", keyStore.toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
