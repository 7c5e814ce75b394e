package dev.bearerd.key;

import dev.bearerd.token.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The one private key of a PKCS#12 file (RFC 7292), which has one password for all in it. */
final class Pkcs12 {
  private final KeyFile file;
  private final char[] password;

  Pkcs12(KeyFile file, Secret password) {
    this.file = file;
    this.password = password.reveal().toCharArray();
  }

  PrivateKey read(byte[] bytes) {
    var keys = keys(bytes).stream().filter(PrivateKey.class::isInstance).toList();
    if (keys.size() != 1) {
      throw file.failure(
          "holds " + keys.size() + " private keys; make a PKCS#12 file with exactly one");
    }
    return PemPrivateKey.supported(file, (PrivateKey) keys.get(0));
  }

  private List<Key> keys(byte[] bytes) {
    try {
      return keys(load(bytes));
    } catch (UnrecoverableKeyException e) {
      throw file.failure("is not opened by its password; set the one that it was made with");
    } catch (IOException | GeneralSecurityException | RuntimeException e) { // may quote the file
      throw file.failure(
          "is neither PEM nor a PKCS#12 file that can be read; write the key as PEM with: openssl"
              + " pkey -in FILE -out NEW-FILE");
    }
  }

  private KeyStore load(byte[] bytes) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(bytes), password);
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException refused) {
        throw refused;
      }
      throw e;
    }
    return store;
  }

  private List<Key> keys(KeyStore store) throws GeneralSecurityException {
    var keys = new ArrayList<Key>();
    for (var alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keys.add(store.getKey(alias, password));
      }
    }
    return keys;
  }
}
