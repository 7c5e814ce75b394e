package dev.bearerd.key;

import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client shows of itself in TLS: a PEM file with its certificate, and maybe those of who
 * issued it, and a PEM file with the key of the first one. Both are read for each client; while
 * they rotate they may not belong together, which passes.
 */
public record ClientCertificate(Path certificateFile, Path keyFile) {
  /** Of the key stores, which never leave the memory: some readers of them want one. */
  public static final Secret STORE_PASSWORD = new Secret("in-memory");

  private static final String ENTRY = "client";

  /** What changes whenever one of the files is written anew. */
  public record Version(FileVersion certificate, FileVersion key) {}

  public Version version() {
    return new Version(certificates().version(), key().version());
  }

  /**
   * Looks whether both can be used.
   *
   * @throws TokenException with the reason why they cannot
   */
  public void check(Instant now) {
    keyStore(now);
  }

  /**
   * The certificate, those of its issuers and its key as they are now, as one entry.
   *
   * @throws TokenException which says what is wrong with which file
   */
  public KeyStore keyStore(Instant now) {
    var certificates = PemCertificates.read(certificates());
    var key = key().read();
    requireStarted(certificates.get(0), now);
    requireNotExpired(certificates.get(0).getNotAfter().toInstant(), now);
    requirePair(certificates.get(0), key);
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          ENTRY,
          key,
          STORE_PASSWORD.reveal().toCharArray(),
          chain(certificates).toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw certificates().failure("cannot be used (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Until when the certificate of such a key store is valid. */
  public static Instant expiry(KeyStore store) {
    try {
      if (store.getCertificate(ENTRY) instanceof X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
      }
    } catch (KeyStoreException e) {
      throw new IllegalStateException("the key store was never loaded", e);
    }
    throw new IllegalArgumentException("this key store is not of a client certificate");
  }

  /**
   * Reads nothing.
   *
   * @param expiry of the certificate, when it was read
   * @throws TokenException when that has passed
   */
  public void requireNotExpired(Instant expiry, Instant now) {
    if (now.isAfter(expiry)) {
      var failure = certificates().failure("has expired at " + expiry + "; renew it");
      throw TokenException.unprepared(failure.getMessage()); // no other try helps
    }
  }

  /** The first, and of the rest who issued the one before. */
  private static List<X509Certificate> chain(List<X509Certificate> certificates) {
    var chain = new ArrayList<X509Certificate>();
    var next = Optional.of(certificates.get(0));
    while (next.isPresent()) {
      var last = next.get();
      chain.add(last);
      next =
          certificates.stream()
              .filter(one -> one.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
              .filter(one -> !chain.contains(one))
              .findFirst();
    }
    return chain;
  }

  private void requireStarted(X509Certificate certificate, Instant now) {
    var from = certificate.getNotBefore().toInstant();
    if (now.isBefore(from)) {
      throw certificates()
          .failure("is not valid before " + from + "; look at this machine's clock");
    }
  }

  private void requirePair(X509Certificate certificate, PrivateKey key) {
    if (!isPair(certificate, key)) {
      throw key()
          .file()
          .failure("does not belong to the first certificate of tls.client-certificate-file");
    }
  }

  private static boolean isPair(X509Certificate certificate, PrivateKey key) {
    try {
      var signature =
          Signature.getInstance("SHA256with" + ("EC".equals(key.getAlgorithm()) ? "ECDSA" : "RSA"));
      signature.initSign(key);
      var signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      return signature.verify(signed);
    } catch (GeneralSecurityException | RuntimeException e) { // keys of two types, or a broken one
      return false;
    }
  }

  private KeyFile certificates() {
    return new KeyFile("tls.client-certificate-file", certificateFile);
  }

  private PrivateKeyFile key() {
    return new PrivateKeyFile("tls.client-key-file", keyFile, Optional.empty());
  }
}
