package dev.bearerd.kubernetes;

import java.util.Locale;

/**
 * What an account must be allowed in one namespace, as a rule of a Role says it.
 *
 * @param group empty for the core group
 * @param resource for instance {@code secrets}
 * @param name of the one object; empty for all of the namespace
 */
public record Right(Verb verb, String group, String resource, String namespace, String name) {

  /** What is done; the names are those of Kubernetes, in lower case. */
  public enum Verb {
    GET,
    LIST,
    WATCH,
    CREATE,
    UPDATE,
    PATCH,
    DELETE;

    /** As a rule writes it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A right to a Secret. */
  public static Right secret(Verb verb, SecretName secret) {
    return new Right(verb, "", "secrets", secret.namespace(), secret.name());
  }

  /** A right to all Secrets of a namespace. */
  public static Right secrets(Verb verb, String namespace) {
    return new Right(verb, "", "secrets", namespace, "");
  }

  /** The rule that grants it, in YAML, to be pasted into a Role. */
  public String rule() {
    return "{apiGroups: [\"%s\"], resources: [%s]%s, verbs: [%s]}"
        .formatted(
            group, resource, name.isEmpty() ? "" : ", resourceNames: [" + name + "]", verb.text());
  }

  /** In words, for instance {@code patch secrets apps/orders}, or {@code list secrets apps}. */
  @Override
  public String toString() {
    return "%s %s %s"
        .formatted(verb.text(), resource, name.isEmpty() ? namespace : namespace + "/" + name);
  }
}
