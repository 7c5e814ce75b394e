package dev.bearerd.curl;

import dev.bearerd.token.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The provider's entry while its keys are being found, and the files for its secrets. */
final class Entry {
  private final String name;
  private final Path secretsDirectory;
  private final List<String> lines = new ArrayList<>();
  private final Map<Path, Secret> files = new LinkedHashMap<>();
  private final Map<String, Secret> variables = new LinkedHashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();

  Entry(String name, Path secretsDirectory) {
    this.name = name;
    this.secretsDirectory = secretsDirectory.toAbsolutePath().normalize();
  }

  String name() {
    return name;
  }

  void note(String note) {
    notes.add(note);
  }

  void put(String key, String value) {
    lines.add(key + ": " + text(key, value));
  }

  void putList(String key, List<String> values) {
    lines.add(
        key
            + ": "
            + values.stream()
                .map(value -> text(key, value))
                .collect(Collectors.joining(", ", "[", "]")));
  }

  /** Nothing where there is nothing in it. */
  void putGroup(String key, Map<String, String> values) {
    if (!values.isEmpty()) {
      lines.add(key + ":");
      values.forEach(
          (inner, value) -> lines.add("  " + YamlText.of(inner) + ": " + text(inner, value)));
    }
  }

  void putPublication(String file) {
    lines.add("publish:");
    lines.add("  - file: " + text("publish", file));
  }

  /** A secret, in the file where curl found it, from its variable, or in a file of ours. */
  void putSecret(String key, Given given) {
    var text = given.value().reveal();
    if (given.isFile()) {
      put(key + "-file", InputFile.absolute(text));
    } else if (Variables.areAllOf(text)) {
      put(key, text);
    } else {
      put(key + "-file", newFile(key, text).toString());
    }
  }

  /** What is only read from a file, which something else has to renew. */
  void putFile(String key, Given given) {
    var text = given.value().reveal();
    if (given.isFile()) {
      put(key, InputFile.absolute(text));
      return;
    }
    if (Variables.areIn(text)) {
      throw new CurlException(
          key + " is read from a file: write --data-urlencode NAME@FILE in place of the variable");
    }
    put(key, newFile(key.replaceFirst("-file$", ""), text).toString());
    note(key + ": what the command holds will expire; let something else renew that file");
  }

  /** A secret for which there is no key: it stays a variable, or becomes one. */
  String hidden(String what, String text) {
    if (Variables.areAllOf(text.replaceFirst("^[A-Za-z-]+ ", ""))) {
      return text;
    }
    var variable = variable(name + "_" + what);
    variables.put(variable, secret(what, text));
    return Variables.mark(variable);
  }

  ImportedProvider finish() {
    if (!variables.isEmpty()) {
      var file = secretsDirectory.resolve(name + ".env");
      files.put(file, EnvironmentFile.of(variables));
      note(
          "set the variables of "
              + file
              + " for the daemon, for instance by EnvironmentFile= of its unit");
    }
    var document =
        "bearerd:\n  providers:\n    "
            + YamlText.of(name)
            + ":\n"
            + lines.stream().map(line -> "      " + line + "\n").collect(Collectors.joining());
    return new ImportedProvider(document, files, List.copyOf(notes));
  }

  private Path newFile(String key, String text) {
    var file = secretsDirectory.resolve(name + "-" + key);
    files.put(file, secret(key, text));
    return file;
  }

  /** Those that start with BEARERD_ set keys. */
  private static String variable(String text) {
    return text.toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9]", "_")
        .replaceFirst("^(?=\\d|BEARERD_)", "_");
  }

  private static Secret secret(String what, String text) {
    if (Variables.areIn(text)) {
      throw new CurlException(
          what
              + " mixes text and variables: put all of it into one variable, or in single quotes"
              + " where its $ belongs to it");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new CurlException(what + " holds a line break or another control character");
    }
    return new Secret(text);
  }

  private String text(String key, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new CurlException(key + " holds a line break or another control character");
    }
    if (value.matches("<[^<>]+>|\\{\\{.*}}|(?i)your[-_ ].*")) {
      note(key + " looks like a placeholder; put the real value in its place");
    }
    return YamlText.of(Variables.inConfiguration(value));
  }
}
