package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterRights;
import dev.bearerd.kubernetes.Grants;
import dev.bearerd.kubernetes.Grants.Account;
import dev.bearerd.kubernetes.Right;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what a configuration needs of whoever runs it. */
@Command(
    name = "plan",
    description = {
      "Prints what the configuration needs, as a document that `kubectl apply -f -` takes: the",
      "exact Roles; connections, files and owners as comments."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private static final Comparator<Right> ORDER =
      Comparator.comparing(Right::namespace)
          .thenComparing(Right::group)
          .thenComparing(Right::resource)
          .thenComparing(Right::name)
          .thenComparing(Right::verb);

  @Option(
      names = "--live",
      description = "Ask the cluster instead which of these rights the account in use has.")
  private boolean live;

  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      description = {
        "Where bearerd runs; default: kubernetes.namespace of the configuration, else that of the",
        "pod or the kubeconfig."
      })
  private @Nullable String namespace;

  @Option(
      names = "--service-account",
      paramLabel = "NAME",
      defaultValue = "bearerd",
      description = "Of bearerd's pods; the Roles have its name (default: ${DEFAULT-VALUE}).")
  private String serviceAccount = "bearerd";

  private final Bearerd bearerd;

  PlanCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws Exception {
    requireName("--service-account", serviceAccount);
    Optional.ofNullable(namespace).ifPresent(name -> requireName("--namespace", name));
    var configuration = bearerd.configuration();
    var workshop = new Workshop(configuration.agent());
    var rights = rights(configuration, workshop);
    if (live) {
      return bearerd
          .container()
          .run(beans -> compare(rights, new ClusterRights(workshop.cluster())));
    }
    var definitions = Assembly.offline().assemble(configuration).providers();
    var account = rights.isEmpty() ? Optional.<Account>empty() : Optional.of(account(workshop));
    new Surroundings(configuration, definitions).lines(account).forEach(bearerd.out()::println);
    account.map(whose -> new Grants(whose, rights).yaml()).ifPresent(bearerd.out()::print);
    bearerd.out().flush();
    return ExitCode.FINE;
  }

  private List<Right> rights(Configuration configuration, Workshop workshop) {
    return new NeededRights(configuration.agent().kubernetes(), () -> home(workshop))
        .of(configuration).stream().sorted(ORDER).toList();
  }

  private Account account(Workshop workshop) {
    return new Account(home(workshop), serviceAccount);
  }

  private String home(Workshop workshop) {
    return Optional.ofNullable(namespace).orElseGet(workshop.cluster()::namespace);
  }

  private int compare(List<Right> rights, ClusterRights granted) {
    try {
      var missing =
          rights.stream().filter(right -> !shown(right, granted.isGranted(right))).count();
      return missing == 0 ? ExitCode.FINE : ExitCode.PROVIDER;
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, e.getMessage());
    }
  }

  private boolean shown(Right right, boolean isGranted) {
    bearerd
        .out()
        .println(
            isGranted
                ? "granted  " + right
                : "missing  %s; let a Role in namespace %s grant %s"
                    .formatted(right, right.namespace(), right.rule()));
    return isGranted;
  }

  /** It ends up in a document. */
  private static void requireName(String option, String name) {
    if (!name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") || name.length() > 253) {
      throw new CommandFailure(
          ExitCode.USAGE, option + " must be a DNS subdomain: lower case, digits, hyphens, dots");
    }
  }
}
