package dev.bearerd.config;

/**
 * Where something of the configuration was written.
 *
 * @param file a file's path, or {@code environment variable NAME}
 * @param line from 1; 0 for the whole of the file and for a variable
 */
public record Location(String file, int line) {
  private static final String VARIABLE = "environment variable ";

  static Location ofVariable(String name) {
    return new Location(VARIABLE + name, 0);
  }

  public boolean isVariable() {
    return file.startsWith(VARIABLE);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
