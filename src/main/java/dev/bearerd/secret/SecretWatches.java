package dev.bearerd.secret;

import dev.bearerd.kubernetes.Cluster;
import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.secret.SecretEvents.News;
import dev.bearerd.secret.Secrets.Observation;
import dev.bearerd.secret.Secrets.Observer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Lists and watches Secrets, one by one or by namespace, and goes on for ever: what ends is begun
 * again, later and later.
 */
final class SecretWatches {
  private static final int BEGIN_AT_ONCE = 8; // publications do not wait behind thousands of lists

  private static final long PAGE = 100; // Secrets of 1 MiB at most
  private static final String HELM_RELEASE = "helm.sh/release.v1"; // large, many, and never ours

  private final Cluster cluster;
  private final Watching watching;
  private final Turns turns = new Turns(BEGIN_AT_ONCE);
  private final Map<String, OfNamespace> namespaces = new ConcurrentHashMap<>();

  SecretWatches(Cluster cluster, Watching watching) {
    this.cluster = cluster;
    this.watching = watching;
  }

  Observation observe(SecretName name, Observer observer) {
    try {
      return switch (watching) {
        case NONE -> () -> {};
        case NAME -> byName(name, observer);
        case NAMESPACE -> byNamespace(name, observer);
      };
    } catch (ClusterException e) { // no API server is known, as every request will say
      return () -> {};
    }
  }

  private Observation byName(SecretName name, Observer observer) {
    var secrets = cluster.client().secrets().inNamespace(name.namespace()).withName(name.name());
    var events = new SecretEvents((of, tell) -> tell.to(observer));
    Consumer<Set<String>> listed =
        there -> {
          if (there.isEmpty()) {
            observer.missing();
          }
        };
    return start(secrets, Right.secret(Verb.WATCH, name), events, listed)::stop;
  }

  private Observation byNamespace(SecretName name, Observer observer) {
    var all = namespaces.computeIfAbsent(name.namespace(), namespace -> new OfNamespace(namespace));
    all.add(name.name(), observer);
    return () -> all.remove(name.name(), observer);
  }

  /**
   * Its turn ends with the first answer of whichever kind.
   *
   * @param listed takes the names of those that were there when the watch began
   */
  private SharedIndexInformer<Secret> start(
      Informable<Secret> secrets, Right needed, SecretEvents events, Consumer<Set<String>> listed) {
    var informer = secrets.runnableInformer(0);
    var answered = new CompletableFuture<Void>();
    informer.addEventHandler(events);
    informer.exceptionHandler(
        (started, thrown) -> {
          events.failed(thrown, needed);
          answered.complete(null);
          return true;
        });
    turns.await(() -> CompletableFuture.anyOf(answered, begin(informer, listed)));
    return informer;
  }

  private static CompletableFuture<Void> begin(
      SharedIndexInformer<Secret> informer, Consumer<Set<String>> listed) {
    try {
      var begun = informer.start().toCompletableFuture();
      return begun.thenRun(() -> listed.accept(names(informer)));
    } catch (IllegalStateException e) { // it was stopped before its turn
      return CompletableFuture.completedFuture(null);
    }
  }

  private static Set<String> names(SharedIndexInformer<Secret> informer) {
    return informer.getStore().list().stream()
        .map(secret -> secret.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  /** One watch for all Secrets of a namespace, of which most are none of ours. */
  private final class OfNamespace {
    private final Map<String, Set<Observer>> observers = new ConcurrentHashMap<>();
    private final SecretEvents events = new SecretEvents(this::tell);
    private final SharedIndexInformer<Secret> informer;

    OfNamespace(String namespace) {
      var secrets =
          cluster
              .client()
              .secrets()
              .inNamespace(namespace)
              .withoutField("type", HELM_RELEASE)
              .withLimit(PAGE);
      informer = start(secrets, Right.secrets(Verb.WATCH, namespace), events, this::listed);
    }

    void add(String name, Observer observer) {
      observers.computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet()).add(observer);
      informer.getStore().list().stream()
          .filter(secret -> secret.getMetadata().getName().equals(name))
          .map(SecretObject::stored)
          .findFirst()
          .ifPresentOrElse(observer::found, () -> missing(observer));
      events.refusal().ifPresent(observer::refused);
    }

    private void missing(Observer observer) {
      if (informer.hasSynced()) {
        observer.missing();
      }
    }

    private void listed(Set<String> there) {
      observers.forEach(
          (name, some) -> {
            if (!there.contains(name)) {
              some.forEach(Observer::missing);
            }
          });
    }

    void remove(String name, Observer observer) {
      observers.getOrDefault(name, Set.of()).remove(observer);
    }

    private void tell(Optional<Secret> secret, News news) {
      secret
          .map(of -> observers.getOrDefault(of.getMetadata().getName(), Set.of()))
          .ifPresentOrElse(
              some -> some.forEach(news::to),
              () -> observers.values().forEach(some -> some.forEach(news::to)));
    }
  }
}
