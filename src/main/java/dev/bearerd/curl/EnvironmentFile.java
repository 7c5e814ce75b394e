package dev.bearerd.curl;

import dev.bearerd.token.Secret;
import java.util.Map;
import java.util.stream.Collectors;

/** Variables as both a shell and systemd read them from a file. */
final class EnvironmentFile {
  private EnvironmentFile() {}

  static Secret of(Map<String, Secret> variables) {
    return new Secret(
        variables.entrySet().stream()
            .map(variable -> variable.getKey() + "=\"" + escaped(variable.getValue()) + "\"")
            .collect(Collectors.joining("\n", "", "\n")));
  }

  private static String escaped(Secret value) {
    return value.reveal().replaceAll("([\"\\\\`$])", "\\\\$1");
  }
}
