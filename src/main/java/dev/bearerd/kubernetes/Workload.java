package dev.bearerd.kubernetes;

import dev.bearerd.kubernetes.Right.Verb;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A workload whose pods are replaced one after the other when its template changes. */
public record Workload(Kind kind, String namespace, String name) {

  /** Those that can be restarted so. */
  public enum Kind {
    DEPLOYMENT,
    STATEFULSET,
    DAEMONSET;

    /** As the configuration writes it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it takes to restart it. */
  public List<Right> rights() {
    return Stream.of(Verb.GET, Verb.PATCH).map(this::right).toList();
  }

  Right right(Verb verb) {
    return new Right(verb, "apps", kind.text() + "s", namespace, name);
  }

  /** For instance {@code deployment apps/web}. */
  @Override
  public String toString() {
    return kind.text() + " " + namespace + "/" + name;
  }
}
