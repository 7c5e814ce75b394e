package dev.bearerd.refresh;

import dev.bearerd.target.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Has the targets of all providers tell what others do to them. Safe for threads. */
final class TargetWatches {
  private final Map<Target, Target.Watch> open = new HashMap<>();
  private final BiConsumer<Provider, Target> disturbed;
  private final RefreshListener listener;
  private boolean started;

  /**
   * @param disturbed is told of whose target; called by any thread
   */
  TargetWatches(BiConsumer<Provider, Target> disturbed, RefreshListener listener) {
    this.disturbed = disturbed;
    this.listener = listener;
  }

  /** Watches from now on. */
  synchronized void start(List<Provider> providers) {
    started = true;
    keep(providers);
  }

  /** Watches the targets of these, as they are configured now, and no others. */
  synchronized void keep(List<Provider> providers) {
    if (started) {
      var wanted = new HashMap<Target, Provider>();
      providers.forEach(p -> p.targets().forEach(target -> wanted.put(target, p)));
      close(wanted);
      wanted.forEach((target, provider) -> open.computeIfAbsent(target, t -> watch(provider, t)));
    }
  }

  private void close(Map<Target, Provider> wanted) {
    var unwanted = open.keySet().stream().filter(target -> !wanted.containsKey(target)).toList();
    unwanted.forEach(target -> open.remove(target).close());
  }

  private Target.Watch watch(Provider provider, Target target) {
    return target.watch(
        new Target.Observer() {
          @Override
          public void disturbed() {
            disturbed.accept(provider, target);
          }

          @Override
          public void unwatched(String why) {
            listener.on(new RefreshEvent.Unwatched(provider.name(), target.description(), why));
          }
        });
  }
}
