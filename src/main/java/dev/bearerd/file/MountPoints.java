package dev.bearerd.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where something is mounted, as the kernel lists it. */
final class MountPoints {
  private static final Path LIST = Path.of("/proc/self/mountinfo");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private MountPoints() {}

  /** A mount point cannot be replaced by a rename. */
  static void refuse(Path path) throws IOException {
    if (Files.exists(path) && contain(path.toRealPath())) {
      throw new FileException(
          path
              + " is a mount point and cannot be replaced; mount its directory "
              + path.getParent()
              + " instead");
    }
  }

  /** False where the system has no such list. */
  static boolean contain(Path path) throws IOException {
    if (!Files.exists(LIST)) {
      return false;
    }
    try (var lines = Files.lines(LIST)) {
      return lines.anyMatch(line -> mountPoint(line).equals(path.toString()));
    }
  }

  /** The fifth field, in which a space is written as {@code \040}. */
  static String mountPoint(String line) {
    return OCTAL
        .matcher(line.split(" ", 6)[4])
        .replaceAll(
            match -> {
              var character = (char) Integer.parseInt(match.group(1), 8);
              return character == '\\' ? "\\\\" : String.valueOf(character);
            });
  }
}
