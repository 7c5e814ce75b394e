package dev.bearerd.cli;

import dev.bearerd.apiconnect.IdentityProvider;
import dev.bearerd.apiconnect.RealmDirectory;
import dev.bearerd.apiconnect.RealmType;
import dev.bearerd.oauth.RestTransports;
import dev.bearerd.token.TokenException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what may be configured as realm of API Connect. */
@Command(
    name = "realms",
    description = "API Connect: lists the identity providers and the realm to configure for each.",
    mixinStandardHelpOptions = true)
final class RealmsCommand implements Callable<Integer> {
  private static final String ROW = "%-32s %-8s %-10s %s%n";

  @Parameters(paramLabel = "SERVER", description = "For instance https://apim.example.com.")
  private String server = "";

  @Option(names = "--admin", description = "Those of the Cloud Manager, not of the API Manager.")
  private boolean admin;

  @Mixin private ApiConnectServer apiConnect = new ApiConnectServer();

  private final Bearerd bearerd;

  RealmsCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws Exception {
    var address = ApiConnectServer.address(server);
    return bearerd
        .container()
        .run(
            beans -> {
              var transports = new RestTransports(InstantSource.system());
              list(
                  new RealmDirectory(
                      address,
                      transports.with(ConnectionAssembly.of(apiConnect.tls())),
                      ApiConnectServer.LIMITS));
              return ExitCode.FINE;
            });
  }

  private void list(RealmDirectory directory) {
    var type = admin ? RealmType.ADMIN : RealmType.PROVIDER;
    try {
      var found = directory.list(type);
      bearerd.out().printf(ROW, "REALM", "DEFAULT", "TYPE", "TITLE");
      found.forEach(provider -> row(type, provider));
    } catch (TokenException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, e.getMessage());
    }
  }

  private void row(RealmType type, IdentityProvider provider) {
    bearerd
        .out()
        .printf(
            ROW,
            type.realm(provider),
            provider.isDefault() ? "yes" : "no",
            provider.registryType(),
            provider.title());
  }
}
