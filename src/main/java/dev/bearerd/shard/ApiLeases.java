package dev.bearerd.shard;

import dev.bearerd.kubernetes.Cluster;
import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The Leases {@code bearerd-shard-N} at a real API server. */
final class ApiLeases implements Leases {
  static final String WANTED_BY = "bearerd.dev/wanted-by";

  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/managed-by", "bearerd", "app.kubernetes.io/component", "shard");

  private final Cluster cluster;
  private final String writer;

  /**
   * @param writer tells this process from others that may make a Lease at the same moment
   */
  ApiLeases(Cluster cluster, String writer) {
    this.cluster = cluster;
    this.writer = writer;
  }

  static Right right(Verb verb, String namespace, int shard) {
    return new Right(verb, "coordination.k8s.io", "leases", namespace, name(shard));
  }

  @Override
  public Optional<Lease> read(int shard) {
    return asked(
        Verb.GET, shard, () -> Optional.ofNullable(resource(shard).get()).map(l -> ours(shard, l)));
  }

  /** By apply: rights to create can be given by name only for requests that name the object. */
  @Override
  public Lease create(Lease lease) {
    var shard = lease.shard();
    try {
      var made = resource(shard).patch(ApiJournalSecret.apply(writer), theirs(lease, false));
      return ours(shard, made);
    } catch (KubernetesClientException e) {
      throw ClusterException.of(e, right(ApiJournalSecret.refused(e), cluster.namespace(), shard));
    }
  }

  @Override
  public Lease update(Lease lease) {
    return asked(
        Verb.UPDATE,
        lease.shard(),
        () ->
            ours(lease.shard(), cluster.urgent().leases().resource(theirs(lease, true)).update()));
  }

  private <T> T asked(Verb verb, int shard, Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw ClusterException.of(e, right(verb, cluster.namespace(), shard));
    }
  }

  private Resource<io.fabric8.kubernetes.api.model.coordination.v1.Lease> resource(int shard) {
    return cluster.urgent().leases().inNamespace(cluster.namespace()).withName(name(shard));
  }

  private io.fabric8.kubernetes.api.model.coordination.v1.Lease theirs(
      Lease lease, boolean exists) {
    var metadata =
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace(cluster.namespace())
            .withName(name(lease.shard()))
            .withLabels(LABELS)
            .withAnnotations(lease.wantedBy().map(by -> Map.of(WANTED_BY, by)).orElse(Map.of()));
    if (exists) {
      metadata.withResourceVersion(lease.version());
    }
    var spec =
        metadata
            .endMetadata()
            .withNewSpec()
            .withLeaseDurationSeconds((int) lease.duration().toSeconds())
            .withLeaseTransitions((int) lease.transitions())
            .withAcquireTime(ZonedDateTime.ofInstant(lease.takenAt(), ZoneOffset.UTC))
            .withRenewTime(ZonedDateTime.ofInstant(lease.renewedAt(), ZoneOffset.UTC));
    lease.holder().ifPresent(spec::withHolderIdentity);
    return spec.endSpec().build();
  }

  private static Lease ours(
      int shard, io.fabric8.kubernetes.api.model.coordination.v1.Lease found) {
    var metadata = found.getMetadata();
    var spec = Optional.ofNullable(found.getSpec()).orElseGet(LeaseSpec::new);
    return new Lease(
        shard,
        metadata.getResourceVersion(),
        Optional.ofNullable(spec.getHolderIdentity()).filter(holder -> !holder.isEmpty()),
        Optional.ofNullable(spec.getLeaseTransitions()).orElse(0),
        Duration.ofSeconds(
            Optional.ofNullable(spec.getLeaseDurationSeconds())
                .orElse((int) Replica.DURATION.toSeconds())),
        instant(Optional.ofNullable(spec.getAcquireTime())),
        instant(Optional.ofNullable(spec.getRenewTime())),
        Optional.ofNullable(metadata.getAnnotations())
            .flatMap(annotations -> Optional.ofNullable(annotations.get(WANTED_BY))));
  }

  private static Instant instant(Optional<ZonedDateTime> time) {
    return time.map(ZonedDateTime::toInstant).orElse(Instant.EPOCH);
  }

  private static String name(int shard) {
    return "bearerd-shard-" + shard;
  }
}
