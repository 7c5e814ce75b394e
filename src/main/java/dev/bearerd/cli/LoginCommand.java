package dev.bearerd.cli;

import dev.bearerd.config.AgentConfig;
import dev.bearerd.config.Configuration;
import dev.bearerd.device.DeviceAuthorization;
import dev.bearerd.file.FileException;
import dev.bearerd.journal.Entry;
import dev.bearerd.journal.Journal;
import dev.bearerd.journal.Journal.Hold;
import dev.bearerd.journal.JournalException;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.status.HumanTime;
import dev.bearerd.token.Answer;
import dev.bearerd.token.TokenException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has a person grant the first refresh token of a provider. */
@Command(
    name = "login",
    description = {
      "Gets the first refresh token of a provider: somebody confirms a code in a browser, anywhere.",
      "It is kept in the journal, from which the daemon goes on with it. Needs the rights of the"
          + " daemon's user."
    },
    mixinStandardHelpOptions = true)
final class LoginCommand implements Callable<Integer> {
  private static final int TRIES_TO_HOLD = 100;
  private static final int WAIT_MILLIS = 300;

  @Parameters(paramLabel = "PROVIDER", description = "The provider's name.")
  private String name = "";

  private final Bearerd bearerd;

  LoginCommand(Bearerd bearerd) {
    this.bearerd = bearerd;
  }

  @Override
  public Integer call() throws Exception {
    var configuration = bearerd.configuration();
    if (!configuration.agent().journal().isConfigured()) {
      throw new CommandFailure(
          ExitCode.USAGE, "there is no journal to keep the refresh token in; set journal");
    }
    var workshop = new Workshop(configuration.agent());
    var definition =
        new Selection(workshop.assemble(configuration).providers()).named(List.of(name)).get(0);
    if (!workshop.isJournalInCluster()) {
      requireJournal(workshop);
    }
    var answer = bearerd.container().run(beans -> remembered(workshop, configuration, definition));
    bearerd
        .out()
        .println(name + ": logged in, token valid for " + HumanTime.of(answer.token().lifetime()));
    tellDaemon(configuration.agent());
    return ExitCode.FINE;
  }

  /** An API server can be asked only where Quarkus runs. */
  private Answer remembered(
      Workshop workshop, Configuration configuration, ProviderDefinition definition)
      throws InterruptedException {
    requireJournal(workshop);
    var answer = granted(workshop, configuration);
    remember(workshop, definition, answer);
    return answer;
  }

  private static void requireJournal(Workshop workshop) {
    workshop
        .journalProblem()
        .ifPresent(
            problem -> {
              throw new CommandFailure(ExitCode.USAGE, "journal: " + problem);
            });
  }

  private Answer granted(Workshop workshop, Configuration configuration)
      throws InterruptedException {
    try {
      var login = workshop.login(configuration, name);
      var authorization = login.begin();
      show(authorization);
      return login.finish(authorization, pause -> TimeUnit.MILLISECONDS.sleep(pause.toMillis()));
    } catch (TokenException e) {
      throw new CommandFailure(ExitCode.of(e), name + ": " + e.getMessage());
    }
  }

  private void show(DeviceAuthorization authorization) {
    var out = bearerd.out();
    out.println("open " + authorization.verificationUri());
    out.println("and enter the code " + authorization.userCode());
    authorization.completeUri().ifPresent(uri -> out.println("or open " + uri));
    out.flush();
    bearerd.err().println("waiting until it is confirmed …");
    bearerd.err().flush();
  }

  /**
   * The daemon takes up what is newer than what it knows. In a Secret it notices what somebody else
   * has written, and a replica always holds its shard.
   */
  private void remember(Workshop workshop, ProviderDefinition definition, Answer answer)
      throws InterruptedException {
    var journal = workshop.journal();
    Hold hold = workshop.isJournalInCluster() ? () -> {} : hold(journal);
    try {
      store(journal, definition, answer);
    } catch (JournalException e) { // the daemon may have written meanwhile
      storeAgain(journal, definition, answer);
    } finally {
      hold.close();
    }
  }

  private void storeAgain(Journal journal, ProviderDefinition definition, Answer answer) {
    try {
      store(journal, definition, answer);
    } catch (JournalException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, e.getMessage());
    }
  }

  private void store(Journal journal, ProviderDefinition definition, Answer answer) {
    var before = known(journal, definition.identity());
    var holdings = before.holdings().withRefreshTokens(answer.holdings().refreshTokens());
    var unheard = definition.hooks().isEmpty();
    journal.store(name, before.answered(answer.token(), holdings, unheard));
  }

  /** The daemon may be asking at this moment. */
  private Hold hold(Journal journal) throws InterruptedException {
    for (var i = 0; i < TRIES_TO_HOLD; i++) {
      var hold = journal.hold(name);
      if (hold.isPresent()) {
        return hold.get();
      }
      TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
    }
    throw new CommandFailure(
        ExitCode.UNREACHABLE, "another process goes on renewing this provider's token; try again");
  }

  private Entry known(Journal journal, String identity) {
    try {
      return journal
          .load(name)
          .filter(entry -> entry.identity().equals(identity))
          .orElse(Entry.blank(identity));
    } catch (JournalException e) { // it is made anew
      return Entry.blank(identity);
    }
  }

  private void tellDaemon(AgentConfig config) throws InterruptedException {
    var place = ControlToken.place(config, bearerd.environment());
    bearerd
        .err()
        .println(
            place.isEmpty()
                ? "the daemon takes it up at its next attempt; SIGUSR1 makes it try now"
                : isTold(config, place.get())
                    ? "the daemon takes it up now"
                    : "no daemon could be told; one takes it up at its next start, or at `bearerd refresh "
                        + name
                        + "`");
  }

  private boolean isTold(AgentConfig config, Path place) throws InterruptedException {
    try {
      var token = new ControlToken(place, new SecureRandom()).read();
      return token.isPresent()
          && new RunningDaemon(config.http()).renew(List.of(name), token.get()).statusCode() == 202;
    } catch (CommandFailure | FileException e) {
      return false;
    }
  }
}
