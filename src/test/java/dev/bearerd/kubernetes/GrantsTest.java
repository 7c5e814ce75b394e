package dev.bearerd.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kubernetes.Right.Verb;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

final class GrantsTest {
  private static final Grants.Account ACCOUNT = new Grants.Account("agents", "bearerd");

  @Test
  void namesEachObjectInOneRuleWithThoseThatNeedTheSame() {
    var yaml =
        yaml(
            secret(Verb.PATCH, "apps", "b"),
            secret(Verb.GET, "apps", "b"),
            secret(Verb.GET, "apps", "a"),
            secret(Verb.PATCH, "apps", "a"),
            secret(Verb.GET, "apps", "c"),
            new Right(Verb.PATCH, "apps", "deployments", "apps", "web"));

    assertThat(yaml)
        .isEqualTo(
            """
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: "bearerd", namespace: "apps"}
            rules:
              - apiGroups: [""]
                resources: [secrets]
                resourceNames: ["c"]
                verbs: [get]
              - apiGroups: [""]
                resources: [secrets]
                resourceNames: ["a", "b"]
                verbs: [get, patch]
              - apiGroups: ["apps"]
                resources: [deployments]
                resourceNames: ["web"]
                verbs: [patch]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: "bearerd", namespace: "apps"}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "bearerd"}
            subjects:
              - {kind: ServiceAccount, name: "bearerd", namespace: "agents"}
            """);
  }

  @Test
  void givesEachNamespaceARole() {
    var yaml = yaml(secret(Verb.GET, "b", "x"), secret(Verb.GET, "a", "x"));

    assertThat(yaml.lines().filter(line -> line.startsWith("metadata")))
        .containsExactly(
            "metadata: {name: \"bearerd\", namespace: \"a\"}",
            "metadata: {name: \"bearerd\", namespace: \"a\"}",
            "metadata: {name: \"bearerd\", namespace: \"b\"}",
            "metadata: {name: \"bearerd\", namespace: \"b\"}");
  }

  @Test
  void saysWhyARuleNamesNothing() {
    assertThat(yaml(Right.secrets(Verb.WATCH, "apps")))
        .doesNotContain("resourceNames")
        .contains("# all of the namespace, as kubernetes.watch: namespace looks at all");
  }

  @Test
  void keepsNamesThatLookLikeSomethingElse() {
    var documents = new Yaml().loadAll(yaml(secret(Verb.GET, "1", "true"))).iterator();

    assertThat(documents.next().toString()).contains("namespace=1", "resourceNames=[true]");
    assertThat(yaml(secret(Verb.GET, "1", "true"))).contains("\"1\"", "[\"true\"]");
  }

  @Test
  void isEmptyWithoutRights() {
    assertThat(yaml()).isEmpty();
  }

  private static String yaml(Right... rights) {
    return new Grants(ACCOUNT, Stream.of(rights).toList()).yaml();
  }

  private static Right secret(Verb verb, String namespace, String name) {
    return Right.secret(verb, new SecretName(namespace, name));
  }

  @Test
  void isTheSameInWhateverOrderTheRightsCome() {
    var get = secret(Verb.GET, "apps", "a");
    var patch = secret(Verb.PATCH, "apps", "b");

    assertThat(new Grants(ACCOUNT, List.of(get, patch)).yaml())
        .isEqualTo(new Grants(ACCOUNT, List.of(patch, get, get)).yaml());
  }
}
