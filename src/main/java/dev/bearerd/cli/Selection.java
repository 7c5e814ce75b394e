package dev.bearerd.cli;

import dev.bearerd.config.Suggestion;
import dev.bearerd.refresh.ProviderDefinition;
import java.util.List;

/** Finds providers by the names that were typed. */
final class Selection {
  private final List<ProviderDefinition> definitions;

  Selection(List<ProviderDefinition> definitions) {
    this.definitions = definitions;
  }

  /**
   * The providers of these names, without jitter, so that a running daemon renews before a command
   * would; all where no name is given.
   *
   * @throws CommandFailure when a name is not configured
   */
  List<ProviderDefinition> named(List<String> names) {
    var chosen =
        names.isEmpty() ? definitions : names.stream().distinct().map(this::named).toList();
    return chosen.stream().map(ProviderDefinition::withoutJitter).toList();
  }

  private ProviderDefinition named(String name) {
    var known = definitions.stream().map(ProviderDefinition::name).toList();
    return definitions.stream()
        .filter(definition -> definition.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name, known));
  }

  private static CommandFailure unknown(String name, List<String> known) {
    var hint = Suggestion.closest(name, known).map(n -> "; did you mean " + n + "?").orElse("");
    return new CommandFailure(
        ExitCode.USAGE, "no provider named " + name + " is configured" + hint);
  }
}
