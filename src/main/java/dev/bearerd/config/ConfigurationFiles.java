package dev.bearerd.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Finds the files of a configuration and reads them as UTF-8, or says why it cannot. */
final class ConfigurationFiles {
  /** Ten thousand providers take three. */
  private static final int MOST_MEGABYTES = 64;

  private ConfigurationFiles() {}

  /**
   * The file itself, or the YAML files of a directory by name. What starts with a dot is left out:
   * in a mounted ConfigMap those are the generations that the visible names point into.
   *
   * @throws ConfigurationException when there is none
   */
  static List<Path> below(Path location) {
    if (!Files.isDirectory(location)) {
      return List.of(location);
    }
    try (var children = Files.list(location)) {
      var files = children.filter(ConfigurationFiles::isYaml).sorted().toList();
      if (files.isEmpty()) {
        throw unusable(location, 0, "is a directory without any *.yaml file");
      }
      return files;
    } catch (IOException e) {
      throw unreadable(location, e);
    }
  }

  /**
   * The text of a file.
   *
   * @throws ConfigurationException when it cannot be read or is not UTF-8
   */
  static String read(Path file) {
    if (Files.isDirectory(file)) {
      throw unusable(file, 0, "is a directory; a file was expected");
    }
    try (var stream = Files.newInputStream(file)) {
      var bytes = stream.readNBytes(MOST_MEGABYTES << 20);
      if (stream.read() >= 0) {
        throw unusable(file, 0, "is larger than " + MOST_MEGABYTES + " MB");
      }
      return decode(file, bytes);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static boolean isYaml(Path file) {
    var name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  private static String decode(Path file, byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
      var line = 1 + out.flip().chars().filter(c -> c == '\n').count();
      throw unusable(
          file,
          (int) line,
          "is not UTF-8 text: byte " + (in.position() + 1) + " is not part of a character");
    }
    return out.flip().toString();
  }

  private static ConfigurationException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return unusable(file, 0, "does not exist; give --config or set BEARERD_CONFIG");
    }
    return unusable(
        file,
        0,
        e instanceof AccessDeniedException
            ? "may not be read by this user"
            : "cannot be read: " + e.getMessage());
  }

  private static ConfigurationException unusable(Path file, int line, String why) {
    return new ConfigurationException(
        List.of(new Problem(new Location(file.toString(), line), "", why)));
  }
}
