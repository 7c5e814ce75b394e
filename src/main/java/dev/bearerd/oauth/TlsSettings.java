package dev.bearerd.oauth;

import dev.bearerd.key.CaFile;
import dev.bearerd.key.ClientCertificate;
import dev.bearerd.key.FileVersion;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a server's certificate is checked, and what is shown to the server.
 *
 * @param caFile PEM file of the certificates to trust instead of the system's
 * @param clientCertificate shown to servers that ask for one
 * @param insecureSkipVerify whether any certificate of anybody will do
 */
public record TlsSettings(
    Optional<Path> caFile,
    Optional<ClientCertificate> clientCertificate,
    boolean insecureSkipVerify) {
  /** The system's certificates are trusted. */
  public static final TlsSettings SYSTEM =
      new TlsSettings(Optional.empty(), Optional.empty(), false);

  /** What changes whenever one of the files is written anew. */
  record Version(Optional<FileVersion> ca, Optional<ClientCertificate.Version> certificate) {}

  Version version() {
    return new Version(
        caFile.map(path -> new CaFile(path).version()),
        clientCertificate.map(ClientCertificate::version));
  }
}
