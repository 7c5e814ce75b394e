package dev.bearerd.keycloak;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one server of this run; JUnit closes it after the last test. */
final class RunningKeycloak implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(RunningKeycloak.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == KeycloakServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            KeycloakServer.class, type -> KeycloakServer.start(), KeycloakServer.class);
  }
}
