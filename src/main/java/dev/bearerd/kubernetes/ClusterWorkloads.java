package dev.bearerd.kubernetes;

import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.Right.Verb;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Restarts workloads as {@code kubectl rollout restart} does: by an annotation of the template. */
public final class ClusterWorkloads implements Workloads {
  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  private static final PatchContext PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.STRATEGIC_MERGE)
          .withFieldManager("bearerd")
          .build();

  private final Cluster cluster;

  public ClusterWorkloads(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public LastRestart lastRestart(Workload workload) {
    return switch (workload.kind()) {
      case DEPLOYMENT -> last(workload, deployment(workload), d -> d.getSpec().getTemplate());
      case STATEFULSET -> last(workload, statefulSet(workload), s -> s.getSpec().getTemplate());
      case DAEMONSET -> last(workload, daemonSet(workload), d -> d.getSpec().getTemplate());
    };
  }

  @Override
  public void restart(Workload workload, LastRestart last, Instant now) {
    var patch =
        """
        {"metadata": {"resourceVersion": "%s"},
         "spec": {"template": {"metadata": {"annotations": {"%s": "%s"}}}}}"""
            .formatted(last.version(), RESTARTED_AT, now);
    try {
      resource(workload).patch(PATCH, patch);
    } catch (KubernetesClientException e) {
      throw ClusterException.of(e, workload.right(Verb.PATCH));
    }
  }

  private static <T extends HasMetadata> LastRestart last(
      Workload workload, Resource<T> resource, Function<T, PodTemplateSpec> template) {
    try {
      var found = Optional.ofNullable(resource.get()).orElseThrow(() -> missing(workload));
      var metadata = Optional.ofNullable(template.apply(found).getMetadata());
      var annotations = metadata.flatMap(data -> Optional.ofNullable(data.getAnnotations()));
      return new LastRestart(
          found.getMetadata().getResourceVersion(),
          annotations.flatMap(ClusterWorkloads::restartedAt));
    } catch (KubernetesClientException e) {
      throw ClusterException.of(e, workload.right(Verb.GET));
    }
  }

  private static ClusterException missing(Workload workload) {
    var message = "there is no %s; correct the hook, or create it".formatted(workload);
    return ClusterException.of(Kind.NOT_FOUND, message);
  }

  /** Nobody keeps anybody from writing something else there. */
  private static Optional<Instant> restartedAt(Map<String, String> annotations) {
    try {
      return Optional.ofNullable(annotations.get(RESTARTED_AT)).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Resource<? extends HasMetadata> resource(Workload workload) {
    return switch (workload.kind()) {
      case DEPLOYMENT -> deployment(workload);
      case STATEFULSET -> statefulSet(workload);
      case DAEMONSET -> daemonSet(workload);
    };
  }

  private Resource<Deployment> deployment(Workload workload) {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(workload.namespace())
        .withName(workload.name());
  }

  private Resource<StatefulSet> statefulSet(Workload workload) {
    return cluster
        .client()
        .apps()
        .statefulSets()
        .inNamespace(workload.namespace())
        .withName(workload.name());
  }

  private Resource<DaemonSet> daemonSet(Workload workload) {
    return cluster
        .client()
        .apps()
        .daemonSets()
        .inNamespace(workload.namespace())
        .withName(workload.name());
  }
}
