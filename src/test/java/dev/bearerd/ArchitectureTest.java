package dev.bearerd;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The rules that hold the shape; ARCHITECTURE.md says why. */
@AnalyzeClasses(packages = "dev.bearerd", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.bearerd.";

  /** What a package may use of ours, besides itself. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("token", Set.of()),
          Map.entry("file", Set.of()),
          Map.entry("key", Set.of("token")),
          Map.entry("oauth", Set.of("key", "token")),
          Map.entry("apiconnect", Set.of("key", "oauth", "token")),
          Map.entry("discovery", Set.of("oauth", "token")),
          Map.entry("device", Set.of("oauth", "token")),
          Map.entry("oidc", Set.of("key", "oauth", "token")),
          Map.entry("google", Set.of("key", "oauth", "token")),
          Map.entry("github", Set.of("key", "oauth", "token")),
          Map.entry("target", Set.of("file", "token")),
          Map.entry("hook", Set.of()),
          Map.entry("journal", Set.of("file", "token")),
          Map.entry("kubernetes", Set.of("hook")),
          Map.entry("secret", Set.of("kubernetes", "target", "token")),
          Map.entry("shard", Set.of("journal", "kubernetes", "token")),
          Map.entry("refresh", Set.of("token", "target", "journal", "hook")),
          Map.entry("status", Set.of("refresh", "token")),
          Map.entry("config", Set.of()),
          Map.entry("curl", Set.of("token")),
          Map.entry("demo", Set.of()));

  /** Where frameworks end. */
  private static final List<String> EDGES =
      List.of(
          "shard.ApiJournalSecret",
          "shard.ApiLeases",
          "kubernetes.Cluster",
          "kubernetes.ClusterException",
          "kubernetes.Kubeconfig",
          "secret.ApiSecrets",
          "secret.SecretObject",
          "secret.SecretEvents",
          "secret.SecretWatches",
          "kubernetes.ClusterRights",
          "kubernetes.ClusterWorkloads",
          "oauth.RestEndpoint",
          "oauth.RestTransport",
          "oauth.RestTransports",
          "oauth.SharedClient",
          "oidc.OidcComposer",
          "oidc.RequestCapture",
          "refresh.Heartbeat",
          "status.ShardBoard",
          "status.Control",
          "status.RefreshResource",
          "status.StatusResource",
          "status.StatusReport",
          "status.HealthChecks",
          "cli.Container",
          "cli.Daemon",
          "cli.Main",
          "config.ProviderConfig",
          "config.PublicationConfig",
          "config.HookConfig",
          "config.AgentConfig",
          "config.Mapper");

  @ArchTest
  static void packagesUseOnlyWhatTheTableSays(JavaClasses classes) {
    ALLOWED.forEach(
        (name, allowed) -> {
          var foreign =
              resideInAPackage("dev.bearerd..")
                  .and(DescribedPredicate.not(resideInAnyPackage(packages(name, allowed))));
          noClasses()
              .that(resideInAPackage(ROOT + name))
              .should(dependOnClassesThat(foreign))
              .check(classes);
        });
  }

  @ArchTest
  static void everyPackageIsInTheTable(JavaClasses classes) {
    var packages = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    packages.remove(ROOT + "cli");
    assertThat(packages)
        .isEqualTo(ALLOWED.keySet().stream().map(ROOT::concat).collect(Collectors.toSet()));
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule frameworksStayAtTheEdge =
      noClasses()
          .that(DescribedPredicate.describe("are no edge", ArchitectureTest::isNoEdge))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta..",
              "io.quarkus.arc..",
              "io.quarkus.oidc..",
              "io.quarkus.rest..",
              "io.quarkus.runtime",
              "io.quarkus.runtime.annotations",
              "io.fabric8..",
              "io.vertx..",
              "io.netty..",
              "org.jboss.resteasy..",
              "org.eclipse.microprofile.health..");

  @ArchTest
  static final ArchRule nothingReadsTheSystemClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(
              LocalDateTime.class, OffsetDateTime.class, Random.class, ThreadLocalRandom.class);

  @ArchTest
  static final ArchRule fieldsAreFinal = classes().that().areNotEnums().should(keepTheirState());

  @ArchTest
  static final ArchRule packagesAreNullMarked =
      classes()
          .should(
              new ArchCondition<>("be in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  var marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                  events.add(new SimpleConditionEvent(type, marked, type.getName()));
                }
              });

  @ArchTest
  static final ArchRule namesAreNouns =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Abstract|Base|Common)[A-Z]?\\w*$");

  @ArchTest
  static final ArchRule secretsAreNoStrings =
      classes()
          .that()
          .areRecords()
          .should(
              new ArchCondition<>("keep tokens, passwords and secrets as Secret") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  type.getFields().stream()
                      .filter(f -> f.getRawType().isEquivalentTo(String.class))
                      .filter(f -> f.getName().matches("(?i).*(token|password|secret)"))
                      .forEach(f -> events.add(SimpleConditionEvent.violated(f, f.getFullName())));
                }
              });

  private static String[] packages(String own, Set<String> allowed) {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(own), allowed.stream())
        .map(ROOT::concat)
        .toArray(String[]::new);
  }

  private static boolean isNoEdge(JavaClass type) {
    return EDGES.stream()
        .map(ROOT::concat)
        .noneMatch(edge -> type.getName().equals(edge) || type.getName().startsWith(edge + "$"));
  }

  private static boolean isOfPicocli(JavaAnnotation<?> annotation) {
    return annotation.getRawType().getName().startsWith("picocli.");
  }

  /** Final, or volatile, or guarded by the monitor of a class that says so. */
  private static ArchCondition<JavaClass> keepTheirState() {
    return new ArchCondition<>("have final fields, or be one of the few that change") {
      private static final Set<String> CHANGING =
          Set.of(
              "cli.Wish",
              "config.YamlReader",
              "journal.FileLocks",
              "oauth.CurrentClient",
              "oauth.Deadline",
              "oauth.SharedClient",
              "refresh.Agent",
              "refresh.ClockWatch",
              "refresh.CredentialsWatch",
              "refresh.DueQueue",
              "refresh.HookTask",
              "refresh.Host",
              "refresh.Memory",
              "refresh.TargetWatches");

      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getFields().stream()
            .filter(f -> !f.getModifiers().contains(JavaModifier.FINAL))
            .filter(f -> !f.getModifiers().contains(JavaModifier.VOLATILE))
            .filter(f -> f.getAnnotations().stream().noneMatch(ArchitectureTest::isOfPicocli))
            .filter(f -> CHANGING.stream().map(ROOT::concat).noneMatch(type.getName()::equals))
            .forEach(f -> events.add(SimpleConditionEvent.violated(f, f.getFullName())));
      }
    };
  }
}
