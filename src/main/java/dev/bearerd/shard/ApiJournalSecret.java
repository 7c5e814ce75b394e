package dev.bearerd.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bearerd.kubernetes.Cluster;
import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.token.Secret;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The Secret of a journal at a real API server. */
final class ApiJournalSecret implements JournalSecret {
  private static final String FENCE = "bearerd.dev/fence";
  private static final String SHARDS = "bearerd.dev/shards";

  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/managed-by", "bearerd", "app.kubernetes.io/component", "journal");
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final Cluster cluster;
  private final Supplier<SecretName> place;
  private final int shards;
  private final String writer;

  /**
   * @param place is asked for with each request, as the namespace may be the cluster's to say
   * @param shards for how many it is written
   * @param writer tells this process from others that may make the Secret at the same moment
   */
  ApiJournalSecret(Cluster cluster, Supplier<SecretName> place, int shards, String writer) {
    this.cluster = cluster;
    this.place = place;
    this.shards = shards;
    this.writer = writer;
  }

  @Override
  public SecretName name() {
    return place.get();
  }

  @Override
  public Optional<Content> read() {
    try {
      return Optional.ofNullable(resource().get()).map(ApiJournalSecret::content);
    } catch (KubernetesClientException e) {
      throw failed(e, Verb.GET);
    }
  }

  /** By apply: rights to create can be given by name only for requests that name the object. */
  @Override
  public Content create(Map<String, Secret> data, Optional<Long> fence) {
    try {
      return content(resource().patch(apply(writer), secret(data, fence)));
    } catch (KubernetesClientException e) {
      throw failed(e, refused(e));
    }
  }

  @Override
  public Content change(String version, Map<String, Optional<Secret>> data, Optional<Long> fence) {
    try {
      return content(resource().patch(MERGE, patch(version, data, fence).toString()));
    } catch (KubernetesClientException e) {
      throw failed(e, Verb.PATCH);
    }
  }

  @Override
  public void probe() {
    var found = read();
    try {
      if (found.isPresent()) {
        var nothing = patch(found.get().version(), Map.of(), Optional.empty());
        resource().patch(dryRun(PatchType.JSON_MERGE), nothing.toString());
      } else {
        resource().patch(dryRun(PatchType.SERVER_SIDE_APPLY), secret(Map.of(), Optional.empty()));
      }
    } catch (KubernetesClientException e) {
      throw failed(e, refused(e));
    }
  }

  /** Two that make it at the same moment conflict where they differ. */
  static PatchContext apply(String writer) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(writer)
        .build();
  }

  private PatchContext dryRun(PatchType type) {
    var context = new PatchContext.Builder().withPatchType(type).withDryRun(List.of("All"));
    return (type == PatchType.SERVER_SIDE_APPLY ? context.withFieldManager(writer) : context)
        .build();
  }

  /** Who applies what is not there needs both. */
  static Verb refused(KubernetesClientException e) {
    return String.valueOf(e.getMessage()).contains("cannot create") ? Verb.CREATE : Verb.PATCH;
  }

  private Resource<io.fabric8.kubernetes.api.model.Secret> resource() {
    return cluster.urgent().secrets().inNamespace(name().namespace()).withName(name().name());
  }

  private ClusterException failed(KubernetesClientException e, Verb verb) {
    return ClusterException.of(e, Right.secret(verb, name()));
  }

  private io.fabric8.kubernetes.api.model.Secret secret(
      Map<String, Secret> data, Optional<Long> fence) {
    var encoded = new TreeMap<String, String>();
    data.forEach((key, value) -> encoded.put(key, encoded(value)));
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(name().namespace())
        .withName(name().name())
        .withLabels(LABELS)
        .withAnnotations(annotations(fence))
        .endMetadata()
        .withType("Opaque")
        .withData(encoded)
        .build();
  }

  private Map<String, String> annotations(Optional<Long> fence) {
    var annotations = new TreeMap<>(Map.of(SHARDS, Integer.toString(shards)));
    fence.ifPresent(number -> annotations.put(FENCE, number.toString()));
    return annotations;
  }

  private ObjectNode patch(
      String version, Map<String, Optional<Secret>> data, Optional<Long> fence) {
    var patch = JsonNodeFactory.instance.objectNode();
    var metadata = patch.putObject("metadata").put("resourceVersion", version);
    LABELS.forEach(metadata.putObject("labels")::put);
    annotations(fence).forEach(metadata.putObject("annotations")::put);
    var keys = patch.putObject("data");
    data.forEach(
        (key, value) ->
            value.ifPresentOrElse(
                secret -> keys.put(key, encoded(secret)), () -> keys.putNull(key)));
    return patch;
  }

  private static Content content(io.fabric8.kubernetes.api.model.Secret found) {
    var metadata = found.getMetadata();
    var data = new HashMap<String, Secret>();
    Optional.ofNullable(found.getData())
        .orElse(Collections.emptyMap())
        .forEach((key, value) -> data.put(key, decoded(value)));
    var labels = Optional.ofNullable(metadata.getLabels()).orElse(Collections.emptyMap());
    var shards = number(metadata, SHARDS);
    var isJournal = shards.isPresent() || labels.entrySet().containsAll(LABELS.entrySet());
    return new Content(
        metadata.getResourceVersion(),
        data,
        number(metadata, FENCE),
        isJournal,
        shards.map(Long::intValue));
  }

  private static Optional<Long> number(ObjectMeta metadata, String annotation) {
    return Optional.ofNullable(metadata.getAnnotations())
        .flatMap(annotations -> Optional.ofNullable(annotations.get(annotation)))
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::valueOf);
  }

  private static String encoded(Secret value) {
    return Base64.getEncoder().encodeToString(value.reveal().getBytes(UTF_8));
  }

  private static Secret decoded(String value) {
    return new Secret(new String(Base64.getDecoder().decode(value), UTF_8));
  }
}
