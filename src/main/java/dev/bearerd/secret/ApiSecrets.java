package dev.bearerd.secret;

import dev.bearerd.kubernetes.Cluster;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.kubernetes.SecretName;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The Secrets of the API server. */
public final class ApiSecrets implements Secrets {
  private final Cluster cluster;
  private final SecretWatches watches;

  public ApiSecrets(Cluster cluster, Watching watching) {
    this.cluster = cluster;
    this.watches = new SecretWatches(cluster, watching);
  }

  @Override
  public Optional<StoredSecret> read(SecretName name) {
    return ask(() -> Optional.ofNullable(named(name).get()), Right.secret(Verb.GET, name))
        .map(SecretObject::stored);
  }

  @Override
  public StoredSecret apply(SecretName name, SecretContent content, Application how) {
    return SecretObject.stored(patch(name, content, patching(how)));
  }

  @Override
  public void rehearse(SecretName name, SecretContent content, Application how) {
    var patching = patching(how);
    patching.setDryRun(List.of("All"));
    patch(name, content, patching);
  }

  @Override
  public void delete(SecretName name, StoredSecret asItIs) {
    var version = Long.toString(asItIs.version());
    ask(() -> named(name).lockResourceVersion(version).delete(), Right.secret(Verb.DELETE, name));
  }

  @Override
  public Observation observe(SecretName name, Observer observer) {
    return watches.observe(name, observer);
  }

  private Secret patch(SecretName name, SecretContent content, PatchContext patching) {
    var object = SecretObject.of(name, content);
    return ask(() -> named(name).patch(patching, object), Right.secret(Verb.PATCH, name));
  }

  private static PatchContext patching(Application how) {
    var patching = PatchContext.of(PatchType.SERVER_SIDE_APPLY);
    patching.setFieldManager(MANAGER);
    patching.setForce(how == Application.FORCED);
    return patching;
  }

  private Resource<Secret> named(SecretName name) {
    return cluster.client().secrets().inNamespace(name.namespace()).withName(name.name());
  }

  private static <T> T ask(Supplier<T> request, Right needed) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw SecretObject.failure(e, needed);
    }
  }
}
