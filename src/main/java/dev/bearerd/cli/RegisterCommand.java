package dev.bearerd.cli;

import dev.bearerd.apiconnect.Registrations;
import dev.bearerd.apiconnect.Registrations.Outcome;
import dev.bearerd.config.Configuration;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.ProviderConfig.RealmType;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Token;
import dev.bearerd.token.TokenException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a registration on an API Connect server, as an administrator would by hand. */
@Command(
    name = "register",
    description = {
      "API Connect: creates the registration that FILE describes, with an administrator's token.",
      "One that exists already is left as it is."
    },
    mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The registration document, YAML or JSON.")
  private Path document = Path.of("");

  @Option(
      names = "--provider",
      paramLabel = "PROVIDER",
      description = {
        "The provider whose token is the administrator's, and on whose server the registration is",
        "created; default: the one whose realm is admin."
      })
  private @Nullable String provider;

  private final Bearerd bearerd;

  RegisterCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws Exception {
    if (!Files.isReadable(document) || Files.isDirectory(document)) {
      throw new CommandFailure(ExitCode.USAGE, document + " is no file that can be read");
    }
    var configuration = bearerd.configuration();
    var administrator = administrator(configuration);
    var workshop = new Workshop(configuration.agent());
    return bearerd
        .container()
        .run(
            beans -> {
              register(workshop, configuration, administrator);
              return ExitCode.FINE;
            });
  }

  private ProviderEntry administrator(Configuration configuration) {
    var candidates =
        configuration.providers().stream()
            .filter(
                entry ->
                    Optional.ofNullable(provider)
                        .map(entry.name()::equals)
                        .orElseGet(() -> isAdministrator(entry.config())))
            .toList();
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        candidates.isEmpty()
            ? "no such provider is configured; a registration needs the token of one with preset:"
                + " ibm-api-connect and realm: admin/… (or realm-type: admin)"
            : "several providers have a realm of admin; choose one with --provider");
  }

  private static boolean isAdministrator(ProviderConfig config) {
    return config.realm().filter(realm -> realm.startsWith("admin/")).isPresent()
        || config.realmType().filter(RealmType.ADMIN::equals).isPresent();
  }

  private void register(
      Workshop workshop, Configuration configuration, ProviderEntry administrator) {
    var config = administrator.config();
    var server =
        config
            .server()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE, "the provider " + administrator.name() + " has no server"));
    try {
      var token = token(workshop, configuration, administrator.name());
      var transport = workshop.transports().with(ConnectionAssembly.of(config));
      bearerd
          .out()
          .println(
              inWords(
                  new Registrations(server, transport, ApiConnectServer.LIMITS)
                      .create(document, token)));
    } catch (TokenException e) {
      throw new CommandFailure(ExitCode.of(e), e.getMessage());
    }
  }

  private static Token token(Workshop workshop, Configuration configuration, String name) {
    var definitions = workshop.assemble(configuration).providers();
    var definition = new Selection(definitions).named(List.of(name)).get(0);
    return definition.source().fetch(Holdings.NOTHING).token();
  }

  private static String inWords(Outcome outcome) {
    if (outcome instanceof Outcome.Created created) {
      return created.name() + " was created" + created.url().map(url -> ": " + url).orElse("");
    }
    return ((Outcome.Exists) outcome).name() + " exists already; nothing was changed";
  }
}
