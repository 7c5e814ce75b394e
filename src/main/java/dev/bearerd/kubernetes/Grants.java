package dev.bearerd.kubernetes;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import dev.bearerd.kubernetes.Right.Verb;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Roles and their bindings that grant an account these rights and nothing more: one of each a
 * namespace, as YAML that {@code kubectl apply} takes. The same rights give the same text.
 */
public record Grants(Account account, List<Right> rights) {
  private static final String DOCUMENTS =
      """
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: "%1$s", namespace: "%3$s"}
      rules:
      %4$s---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: "%1$s", namespace: "%3$s"}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "%1$s"}
      subjects:
        - {kind: ServiceAccount, name: "%1$s", namespace: "%2$s"}
      """;

  public Grants {
    rights = List.copyOf(rights);
  }

  /** A service account; the Roles are named like it. */
  public record Account(String namespace, String name) {}

  /** Verbs that are granted on one object, or on all of a kind where it has no name. */
  private record Permission(String group, String resource, String name, List<Verb> verbs) {
    private Permission with(List<Verb> granted) {
      return new Permission(group, resource, name, granted);
    }

    private Rule rule() {
      return new Rule(group, resource, name.isEmpty(), verbs);
    }
  }

  /** What several objects may have in common. */
  private record Rule(String group, String resource, boolean isWide, List<Verb> verbs)
      implements Comparable<Rule> {
    private static final Comparator<Rule> ORDER =
        Comparator.comparing(Rule::group)
            .thenComparing(Rule::resource)
            .thenComparing(Rule::isWide)
            .thenComparing(Rule::verbList);

    @Override
    public int compareTo(Rule other) {
      return ORDER.compare(this, other);
    }

    private String verbList() {
      return verbs.stream().map(Verb::text).collect(joining(", "));
    }

    private String yaml(Set<String> names) {
      var which =
          isWide
              ? "    # all of the namespace, as kubernetes.watch: namespace looks at all; name would not\n"
              : "    resourceNames: [%s]\n"
                  .formatted(names.stream().map("\"%s\""::formatted).collect(joining(", ")));
      return "  - apiGroups: [\"%s\"]\n    resources: [%s]\n%s    verbs: [%s]\n"
          .formatted(group, resource, which, verbList());
    }
  }

  /** Empty without any right. */
  public String yaml() {
    return rights.stream()
        .collect(groupingBy(Right::namespace, TreeMap::new, toList()))
        .entrySet()
        .stream()
        .map(of -> documents(of.getKey(), rules(of.getValue())))
        .collect(joining());
  }

  private String documents(String namespace, String rules) {
    return DOCUMENTS.formatted(account.name(), account.namespace(), namespace, rules);
  }

  private static String rules(List<Right> rights) {
    return permissions(rights).stream()
        .collect(
            groupingBy(
                Permission::rule,
                TreeMap::new,
                mapping(Permission::name, toCollection(TreeSet::new))))
        .entrySet()
        .stream()
        .map(of -> of.getKey().yaml(of.getValue()))
        .collect(joining());
  }

  private static List<Permission> permissions(List<Right> rights) {
    return rights.stream()
        .collect(
            groupingBy(
                right -> new Permission(right.group(), right.resource(), right.name(), List.of()),
                mapping(Right::verb, toCollection(TreeSet::new))))
        .entrySet()
        .stream()
        .map(of -> of.getKey().with(List.copyOf(of.getValue())))
        .toList();
  }
}
