package dev.bearerd.oauth;

import dev.bearerd.token.TokenException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A PEM file of certificates to trust; anything else in it is passed over. */
record CaFile(Path path) {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

  /** What changes whenever the file is written anew. */
  record Version(FileTime modified, long size) {}

  Version version() {
    try {
      return new Version(Files.getLastModifiedTime(path), Files.size(path));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  KeyStore trustStore() {
    try {
      var store = KeyStore.getInstance("JKS");
      store.load(null, null);
      for (var certificate : certificates()) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      return store;
    } catch (CertificateException e) {
      throw failure("holds a certificate that cannot be read");
    } catch (GeneralSecurityException | IOException e) {
      throw unreadable(e);
    }
  }

  private Collection<? extends Certificate> certificates()
      throws IOException, CertificateException {
    var blocks =
        CERTIFICATE
            .matcher(Files.readString(path, StandardCharsets.ISO_8859_1))
            .results()
            .map(block -> block.group() + "\n")
            .collect(Collectors.joining());
    if (blocks.isEmpty()) {
      throw failure("holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(
            new ByteArrayInputStream(blocks.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private TokenException unreadable(Exception e) {
    return failure(
        e instanceof NoSuchFileException
            ? "does not exist"
            : "cannot be read (" + e.getClass().getSimpleName() + ")");
  }

  private TokenException failure(String why) {
    return TokenException.local("tls.ca-file " + path + " " + why);
  }
}
