package dev.bearerd.secret;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.secret.Secrets.Observer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** What one watch of the client tells, in our words, and each refusal once while it lasts. */
final class SecretEvents implements ResourceEventHandler<Secret> {

  /** What is to be told to whoever it concerns. */
  @FunctionalInterface
  interface News {
    void to(Observer observer);
  }

  private final BiConsumer<Optional<Secret>, News> telling;
  private final AtomicReference<String> failure = new AtomicReference<>("");
  private volatile Optional<ClusterException> told = Optional.empty();

  /**
   * @param telling takes the Secret that is meant; none where all are
   */
  SecretEvents(BiConsumer<Optional<Secret>, News> telling) {
    this.telling = telling;
  }

  /** What keeps it from watching, as far as it was told; empty where something was seen since. */
  Optional<ClusterException> refusal() {
    return told;
  }

  @Override
  public void onAdd(Secret secret) {
    found(secret);
  }

  @Override
  public void onUpdate(Secret before, Secret now) {
    found(now);
  }

  @Override
  public void onDelete(Secret last, boolean isOutdated) {
    telling.accept(Optional.of(last), observer -> observer.gone(SecretObject.stored(last)));
  }

  /**
   * A server that is just starting forbids everything, once.
   *
   * @param needed where the server does not say what it was: it does of a list
   */
  void failed(Throwable thrown, Right needed) {
    var why = explain(thrown, needed);
    var words = words(why);
    var isLasting = words.equals(failure.getAndSet(words)) && why.isPresent();
    if (isLasting && !words.equals(words(told))) {
      told = why;
      telling.accept(Optional.empty(), observer -> observer.refused(why.orElseThrow()));
    }
  }

  private void found(Secret secret) {
    failure.set("");
    told = Optional.empty();
    telling.accept(Optional.of(secret), observer -> observer.found(SecretObject.stored(secret)));
  }

  private static String words(Optional<ClusterException> why) {
    return why.map(ClusterException::getMessage).orElse("");
  }

  private static Optional<ClusterException> explain(Throwable thrown, Right needed) {
    var cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return Optional.of(thrown instanceof KubernetesClientException ? thrown : cause)
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .map(e -> SecretObject.failure(e, needed))
        .filter(e -> e.kind() == Kind.FORBIDDEN);
  }
}
