package dev.bearerd.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The directory of a test: the configuration is {@code bearerd.yaml}, tokens are in tokens. */
record Place(Path directory) {

  /** Writes the configuration, in which {@code @DIR@} stands for this directory. */
  String configure(String yaml) {
    write("bearerd.yaml", yaml);
    return configuration();
  }

  String configuration() {
    return directory.resolve("bearerd.yaml").toString();
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(
          directory.resolve(name), text.replace("@DIR@", directory.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path token(String name) {
    return directory.resolve("tokens").resolve(name);
  }

  /** What the file of a token holds; empty where there is none yet. */
  String read(String name) {
    try {
      return Files.exists(token(name)) ? Files.readString(token(name)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of everything in the directory of the tokens, hidden or not. */
  Set<String> names() {
    if (!Files.isDirectory(directory.resolve("tokens"))) {
      return Set.of();
    }
    try (var entries = Files.list(directory.resolve("tokens"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
