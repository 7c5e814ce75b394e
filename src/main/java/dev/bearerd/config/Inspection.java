package dev.bearerd.config;

import dev.bearerd.config.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong while the configuration is read, so that it can be shown all at once. */
final class Inspection {
  private final List<Problem> problems = new ArrayList<>();
  private final Expansion expansion;

  Inspection(Expansion expansion) {
    this.expansion = expansion;
  }

  void report(Problem problem) {
    problems.add(problem);
  }

  void report(Location location, String key, String message) {
    report(new Problem(location, key, message));
  }

  /** Reports a node that is left out. */
  Optional<Node> refuse(Node node, String key, String message) {
    report(
        node.location(),
        key,
        node instanceof Node.Nothing ? "has no value; give one or remove the key" : message);
    return Optional.empty();
  }

  /** The value, expanded, if it is what it must be. */
  Optional<Node> value(Scalar scalar, String key, Check check) {
    try {
      var text = expanded(scalar);
      var complaint = check.complaint(text);
      return complaint.isPresent()
          ? refuse(scalar, key, complaint.get())
          : Optional.of(new Scalar(scalar.location(), text));
    } catch (IllegalArgumentException e) {
      return refuse(scalar, key, String.valueOf(e.getMessage()));
    }
  }

  private String expanded(Scalar scalar) {
    return scalar.location().isVariable() ? scalar.text() : expansion.expand(scalar.text());
  }

  boolean foundNothing() {
    return problems.isEmpty();
  }

  /** A value that was refused is missing from then on, which need not be said again. */
  boolean foundNothingAt(String key) {
    return problems.stream().noneMatch(problem -> problem.key().equals(key));
  }

  /**
   * Ends the reading here if anything is wrong.
   *
   * @throws ConfigurationException with all that was found so far
   */
  void finish() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }
}
