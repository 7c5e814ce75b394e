package dev.bearerd.key;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

/** Writes PKCS#12 files. */
final class Pkcs12Files {
  static final String PASSWORD = "correct-horse";

  private Pkcs12Files() {}

  static byte[] of(List<KeyPair> pairs) throws IOException, GeneralSecurityException {
    var store = empty();
    for (var pair : pairs) {
      var chain = new X509Certificate[] {Certificates.selfSigned(pair)};
      store.setKeyEntry("k" + store.size(), pair.getPrivate(), PASSWORD.toCharArray(), chain);
    }
    return bytes(store);
  }

  static byte[] withoutKey() throws IOException, GeneralSecurityException {
    var store = empty();
    store.setCertificateEntry("ca", Certificates.selfSigned(Keys.RSA));
    return bytes(store);
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static byte[] bytes(KeyStore store) throws IOException, GeneralSecurityException {
    var out = new ByteArrayOutputStream();
    store.store(out, PASSWORD.toCharArray());
    return out.toByteArray();
  }
}
