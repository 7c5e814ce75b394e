package dev.bearerd.config;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The configuration cannot be used. Its message is every problem, one a line. */
public final class ConfigurationException extends RuntimeException {
  private final transient List<Problem> problems;

  public ConfigurationException(Collection<Problem> problems) {
    super(sorted(problems).map(Problem::toString).collect(joining("\n")));
    this.problems = sorted(problems).toList();
  }

  /** By file and line. */
  public List<Problem> problems() {
    return problems;
  }

  private static Stream<Problem> sorted(Collection<Problem> problems) {
    return problems.stream()
        .sorted(
            comparing((Problem problem) -> problem.location().file())
                .thenComparing(problem -> problem.location().line()));
  }
}
