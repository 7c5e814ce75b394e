package dev.bearerd.curl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads the files that curl would read. */
final class InputFile {
  private static final int MAX_BYTES = 1024 * 1024;

  private InputFile() {}

  static String read(String path) {
    if (path.equals("-")) {
      throw new CurlException("data comes from standard input (@-); write it into the command");
    }
    if (Variables.areIn(path)) {
      throw new CurlException("the name of a file with data is a variable; write the name itself");
    }
    try {
      var file = Path.of(path);
      if (Files.size(file) > MAX_BYTES) {
        throw new CurlException("the file " + path + " is larger than 1 MiB");
      }
      var text = Files.readString(file);
      Variables.refuseMarks(text);
      return text;
    } catch (IOException | InvalidPathException e) {
      throw new CurlException(
          "a file with data (@FILE) cannot be read as text; go to its directory, or write the data"
              + " into the command");
    }
  }

  /** The path as a configuration names it, which is read in another directory. */
  static String absolute(String path) {
    try {
      return Variables.areIn(path) ? path : Path.of(path).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException e) {
      throw new CurlException("the name of a file is no path");
    }
  }
}
