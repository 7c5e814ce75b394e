package dev.bearerd.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Comparator;

/** A directory for one measurement: a configuration, and the files that are published. */
record Place(Path directory) implements AutoCloseable {

  /**
   * Made inside of the build's directory, which is on a disk, as /tmp may not be.
   *
   * @param providers with one file each, that send a secret
   */
  static Place with(int providers, URI tokenUrl) {
    return with(providers, tokenUrl, "client-secret: bench-secret");
  }

  /**
   * @param providers with one file each, that sign a JWT
   */
  static Place signing(int providers, URI tokenUrl) {
    return with(providers, tokenUrl, "private-key-file: " + key());
  }

  private static Place with(int providers, URI tokenUrl, String proof) {
    try {
      var place = new Place(Files.createTempDirectory(Path.of("target"), "bench").toAbsolutePath());
      Files.writeString(place.configuration(), place.yaml(providers, tokenUrl, proof));
      return place;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path configuration() {
    return directory.resolve("bearerd.yaml");
  }

  /** How many files are published. */
  int published() {
    var names = tokens().toFile().list((parent, name) -> !name.startsWith("."));
    return names == null ? 0 : names.length;
  }

  private Path tokens() {
    return directory.resolve("tokens");
  }

  private String yaml(int providers, URI tokenUrl, String proof) {
    var yaml = new StringBuilder();
    yaml.append(
        """
        bearerd:
          http: {port: 0}
          defaults:
            token-url: %s
            client-id: bench
            %s
          providers:
        """
            .formatted(tokenUrl, proof));
    for (var i = 0; i < providers; i++) {
      yaml.append("    p%d:\n".formatted(i));
      yaml.append("      publish: [{file: \"%s/p%d\"}]\n".formatted(tokens(), i));
    }
    return yaml.toString();
  }

  private static Path key() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var encoded = generator.generateKeyPair().getPrivate().getEncoded();
      var lines = Base64.getMimeEncoder().encodeToString(encoded);
      return Files.writeString(
          Path.of("target", "bench-key.pem").toAbsolutePath(),
          "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
