package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.status.EventLog;
import dev.bearerd.target.StandardFormat;
import dev.bearerd.token.Token;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the current token of one provider. */
@Command(
    name = "get",
    description = {
      "Prints the current token of a provider.",
      "It is that of the journal while it is fresh, else a new one, which is published too."
    },
    mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Parameters(paramLabel = "PROVIDER", description = "The provider's name.")
  private String name = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "raw",
      description =
          "raw, header, json, env, curl, exec-credential or expires-at"
              + " (default: ${DEFAULT-VALUE}).")
  private String format = "raw";

  private final Bearerd bearerd;

  GetCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws Exception {
    var rendering = rendering();
    var configuration = bearerd.configuration();
    var workshop = new Workshop(configuration.agent());
    var assembled = workshop.assemble(configuration);
    var definition = new Selection(assembled.providers()).named(List.of(name)).get(0);
    var token =
        workshop.isJournalInCluster() // which can be asked only where Quarkus runs
            ? Optional.<Token>empty()
            : remembered(workshop, definition);
    if (token.isEmpty()) {
      assembled.advice().forEach(bearerd.err()::println);
      token = bearerd.container().run(beans -> fetched(workshop, configuration, definition));
    }
    token.ifPresentOrElse(t -> print(rendering, t), this::tellThatThereIsNone);
    return token.isPresent() ? ExitCode.FINE : ExitCode.PROVIDER;
  }

  private StandardFormat rendering() {
    return StandardFormat.named(format)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "--format "
                        + format
                        + " is not known; known are "
                        + String.join(", ", StandardFormat.names())));
  }

  /** Without Quarkus, which takes longer to start than all the rest. */
  private static Optional<Token> remembered(Workshop workshop, ProviderDefinition definition) {
    var provider = workshop.providers(List.of(definition), event -> {}).get(0);
    return OneShot.isFresh(provider, workshop.clock().instant())
        ? provider.state().token()
        : Optional.empty();
  }

  private static Optional<Token> fetched(
      Workshop workshop, Configuration configuration, ProviderDefinition definition)
      throws InterruptedException {
    Workshop.sweep(configuration);
    var log = new EventLog(workshop.clock());
    var providers = workshop.providers(List.of(definition), log);
    var workers = Workshop.workers(configuration.agent());
    var agent = workshop.agent(configuration.agent(), providers, workers, log);
    var unused = new OneShot(agent, workers, workshop.clock(), provider -> true).run(TIMEOUT);
    var now = workshop.clock().instant();
    return providers.get(0).state().token().filter(token -> !token.expiredAt(now));
  }

  private void tellThatThereIsNone() {
    bearerd.err().println("bearerd: there is no token of " + name + OnceCommand.SEE_ABOVE);
  }

  private void print(StandardFormat rendering, Token token) {
    var text = new String(rendering.render(token), StandardCharsets.UTF_8);
    bearerd.out().println(text.stripTrailing());
  }
}
