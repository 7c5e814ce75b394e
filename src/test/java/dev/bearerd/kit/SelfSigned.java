package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate, made by keytool.
 *
 * @param pem the certificate, as a file for {@code tls.ca-file}
 */
public record SelfSigned(Path keyStore, Path pem) {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "server";

  /** Makes one in a directory, for 127.0.0.1, localhost and idp.am.wso2.com. */
  public static SelfSigned in(Path directory) {
    return made(
        directory, "server", "localhost", "san=ip:127.0.0.1,dns:localhost,dns:idp.am.wso2.com");
  }

  /** Makes that of a client in a directory. */
  public static SelfSigned client(Path directory, String name) {
    return made(directory, name, name, "eku=clientAuth");
  }

  /** Makes that of a client, for a day that is over. */
  public static SelfSigned expired(Path directory, String name) {
    return made(directory, name, name, "eku=clientAuth", "-startdate", "-2d", "-validity", "1");
  }

  private static SelfSigned made(
      Path directory, String file, String name, String extension, String... more) {
    var made = new SelfSigned(directory.resolve(file + ".p12"), directory.resolve(file + ".pem"));
    var subject = List.of("-keyalg", "EC", "-dname", "CN=" + name, "-ext", extension);
    made.keytool("-genkeypair", Stream.concat(subject.stream(), Stream.of(more)));
    made.keytool("-exportcert", Stream.of("-rfc", "-file", made.pem.toString()));
    return made;
  }

  /** Its private key in PEM. */
  public String key() {
    try {
      var key = keys().getKey(ALIAS, PASSWORD.toCharArray());
      var encoded = Base64.getMimeEncoder().encodeToString(key.getEncoded());
      return "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key store is unusable: " + keyStore, e);
    }
  }

  private KeyStore keys() {
    try (var stream = Files.newInputStream(keyStore)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(stream, PASSWORD.toCharArray());
      return keys;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the key store is unusable: " + keyStore, e);
    }
  }

  /** Of a server with this certificate, which knows these clients. */
  SSLContext context(SelfSigned... clients) {
    try {
      var keys = keys();
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), trusting(clients).getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the key store is unusable: " + keyStore, e);
    }
  }

  private static TrustManagerFactory trusting(SelfSigned... clients)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (var client : clients) {
      store.setCertificateEntry(client.pem.toString(), client.keys().getCertificate(ALIAS));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private void keytool(String action, Stream<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add(action);
    arguments.forEach(command::add);
    command.addAll(List.of("-alias", ALIAS, "-keystore", keyStore.toString()));
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
