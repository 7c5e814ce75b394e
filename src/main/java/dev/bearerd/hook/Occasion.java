package dev.bearerd.hook;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What has been published.
 *
 * @param paths of what was written, absolute; empty where none is a file
 * @param expiresAt when the token ends
 */
public record Occasion(String provider, List<Path> paths, Instant expiresAt) {
  public Occasion {
    paths = List.copyOf(paths);
    if (!paths.stream().allMatch(Path::isAbsolute)) {
      throw new IllegalArgumentException("a path of " + provider + " is not absolute");
    }
  }
}
