package dev.bearerd.kubernetes;

/** A Secret by namespace and name. */
public record SecretName(String namespace, String name) {

  /** For instance {@code apps/orders}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
