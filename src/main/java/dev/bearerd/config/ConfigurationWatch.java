package dev.bearerd.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * Notices when the files of a configuration change, by looking at them from time to time. It reads
 * none of them: what is behind each path, its size and its time of modification tell enough. To be
 * made before the configuration is read, so that no change falls in between; for one thread at a
 * time.
 */
public final class ConfigurationWatch {
  private final List<Path> locations;
  private volatile Looks looks;

  /**
   * @param locations files, and directories of YAML files; they need not exist
   */
  public ConfigurationWatch(List<Path> locations) {
    this.locations = List.copyOf(locations);
    var first = look();
    this.looks = new Looks(first, first);
  }

  /**
   * Whether there is a change to read: true once for it, at the first look at which nothing moves
   * any more, as a file may be half written until then. A file that is missing is a change as well.
   */
  public boolean hasChanged() {
    var now = look();
    var settled = now.equals(looks.last()) && !now.equals(looks.answered());
    looks = new Looks(settled ? now : looks.answered(), now);
    return settled;
  }

  /** Takes what is there now as known: for who is about to read it without having been told to. */
  public void seen() {
    var now = look();
    looks = new Looks(now, now);
  }

  private List<Sighting> look() {
    return locations.stream()
        .flatMap(location -> files(location).stream())
        .map(Sighting::of)
        .toList();
  }

  /** What cannot be listed is as good as empty; who reads it says what is wrong with it. */
  private static List<Path> files(Path location) {
    try {
      return ConfigurationFiles.below(location);
    } catch (ConfigurationException | UncheckedIOException e) {
      return List.of();
    }
  }

  /**
   * @param answered what was there when a change was last told
   * @param last what was there at the last look
   */
  private record Looks(List<Sighting> answered, List<Sighting> last) {}

  /**
   * @param version empty where nothing is behind the path
   */
  private record Sighting(Path path, Optional<Version> version) {
    /** Follows links: a mounted ConfigMap changes behind paths that stay. */
    static Sighting of(Path path) {
      try {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new Sighting(path, Optional.of(Version.of(attributes)));
      } catch (IOException e) {
        return new Sighting(path, Optional.empty());
      }
    }
  }

  /**
   * @param file device and inode, where the file system has such
   */
  private record Version(Optional<Object> file, long size, FileTime modified) {
    static Version of(BasicFileAttributes attributes) {
      return new Version(
          Optional.ofNullable(attributes.fileKey()),
          attributes.size(),
          attributes.lastModifiedTime());
    }
  }
}
