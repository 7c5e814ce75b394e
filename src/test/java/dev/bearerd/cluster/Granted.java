package dev.bearerd.cluster;

import dev.bearerd.kubernetes.Right;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;

/** Gives the service account {@code bearerd} exactly these rights in its namespace. */
final class Granted {
  private Granted() {}

  static void to(String namespace, List<Right> rights) {
    var client = ApiServer.shared().administrator();
    var rules = rights.stream().map(Granted::rule).toList();
    client
        .rbac()
        .roles()
        .inNamespace(namespace)
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("bearerd")
                .endMetadata()
                .withRules(rules)
                .build())
        .create();
    client
        .rbac()
        .roleBindings()
        .inNamespace(namespace)
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("bearerd")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "bearerd")
                .addNewSubject("", "ServiceAccount", "bearerd", namespace)
                .build())
        .create();
    ApiServer.shared().awaitGranted(namespace, namespace, rules.get(0)); // and with it all others
  }

  private static PolicyRule rule(Right right) {
    return new PolicyRuleBuilder()
        .withApiGroups(right.group())
        .withResources(right.resource())
        .withResourceNames(right.name())
        .withVerbs(right.verb().text())
        .build();
  }
}
