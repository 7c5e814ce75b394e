package dev.bearerd.secret;

import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.kubernetes.SecretName;
import java.util.List;

/** How changes of Secrets are noticed. */
public enum Watching {
  /** By one watch a Secret: rights by name suffice. */
  NAME,
  /** By one watch a namespace: fewer connections, wider rights. */
  NAMESPACE,
  /** Not at all. */
  NONE;

  /** What an account needs for it. */
  List<Right> rights(SecretName secret) {
    return switch (this) {
      case NAME -> List.of(Right.secret(Verb.LIST, secret), Right.secret(Verb.WATCH, secret));
      case NAMESPACE ->
          List.of(
              Right.secrets(Verb.LIST, secret.namespace()),
              Right.secrets(Verb.WATCH, secret.namespace()));
      case NONE -> List.of();
    };
  }
}
