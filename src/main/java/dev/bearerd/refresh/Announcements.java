package dev.bearerd.refresh;

import dev.bearerd.hook.Occasion;
import dev.bearerd.journal.Entry;
import dev.bearerd.target.Target;
import dev.bearerd.token.Token;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells the hooks of one provider what was published: once of each token, and again where a target
 * that had failed holds it at last. What an earlier run had no time to tell is told too.
 */
final class Announcements {
  private final Cell<ProviderDefinition> definition;
  private final Cell<ProviderState> state;
  private final Memory memory;
  private final KnownSecrets secrets;
  private final InstantSource clock;
  private final RefreshListener listener;
  private volatile List<HookTask> hooks;
  private volatile Optional<Token> announced = Optional.empty();

  Announcements(
      Cell<ProviderDefinition> definition,
      Cell<ProviderState> state,
      Memory memory,
      InstantSource clock,
      RefreshListener listener) {
    this.definition = definition;
    this.state = state;
    this.memory = memory;
    this.secrets = new KnownSecrets(definition, state, memory);
    this.clock = clock;
    this.listener = listener;
    this.hooks = tasks();
  }

  List<HookTask> hooks() {
    return hooks;
  }

  /** The definition has changed; what hooks had not heard yet is told to those of now. */
  void reconfigure() {
    hooks = tasks();
    announced = Optional.empty();
  }

  /**
   * Announces the token in hand, if there is reason to.
   *
   * @param written the targets that hold it now and did not before
   */
  void announce(List<Target> written) {
    var token = state.get().token().filter(t -> !t.expiredAt(clock.instant()));
    var untold = !memory.entry().announced() && !announced.equals(token);
    if (token.isPresent() && (untold || !written.isEmpty())) {
      var targets = written.isEmpty() ? holding() : written;
      if (targets.isEmpty() && !definition.get().targets().isEmpty()) {
        return; // nobody can read the token yet
      }
      announced = token;
      var paths = targets.stream().flatMap(target -> target.paths().stream()).toList();
      var occasion = new Occasion(definition.get().name(), paths, token.get().expiresAt());
      hooks.forEach(hook -> hook.announce(occasion, secrets.now()));
      noteIfHeard();
    }
  }

  /** Notes it where all hooks have heard everything, so that a restart need not tell it again. */
  void noteIfHeard() {
    if (!memory.entry().announced() && hooks.stream().allMatch(hook -> hook.due().isEmpty())) {
      memory.change(entry -> isAnnounced(entry) ? entry.told() : entry);
    }
  }

  /** A newer token may be in the journal already, of which nobody has heard yet. */
  private boolean isAnnounced(Entry entry) {
    return entry.token().map(Token::value).equals(announced.map(Token::value));
  }

  private List<Target> holding() {
    var current =
        state.get().targets().stream()
            .filter(TargetState::current)
            .map(TargetState::description)
            .collect(Collectors.toSet());
    return definition.get().targets().stream()
        .filter(target -> current.contains(target.description()))
        .toList();
  }

  private List<HookTask> tasks() {
    return definition.get().hooks().stream()
        .map(hook -> new HookTask(hook, secrets::now, clock, listener))
        .toList();
  }
}
