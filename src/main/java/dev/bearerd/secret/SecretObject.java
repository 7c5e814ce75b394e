package dev.bearerd.secret;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.secret.StoredSecret.Owner;
import dev.bearerd.token.Secret;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Translates between Secrets as the client knows them and ours. */
final class SecretObject {
  private static final String OWNED = "f:";

  private SecretObject() {}

  static io.fabric8.kubernetes.api.model.Secret of(SecretName name, SecretContent content) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(name.namespace())
        .withName(name.name())
        .withLabels(content.labels())
        .withAnnotations(content.annotations())
        .endMetadata()
        .withType(content.type())
        .withData(
            content.data().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().reveal())))
        .build();
  }

  static StoredSecret stored(io.fabric8.kubernetes.api.model.Secret secret) {
    var metadata = secret.getMetadata();
    return new StoredSecret(
        metadata.getUid(),
        Long.parseLong(metadata.getResourceVersion()),
        secret.getType(),
        orEmpty(secret.getData()).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Secret(entry.getValue()))),
        orEmpty(metadata.getLabels()),
        orEmpty(metadata.getAnnotations()),
        Optional.ofNullable(metadata.getManagedFields()).orElse(List.of()).stream()
            .map(SecretObject::manager)
            .toList());
  }

  /** Names the right that was lacking, which may be another than the one that was thought of. */
  static ClusterException failure(KubernetesClientException thrown, Right needed) {
    var said = String.valueOf(thrown.getMessage());
    var lacking =
        Stream.of(Verb.values())
            .filter(verb -> said.contains("cannot " + verb.text() + " resource"))
            .findFirst()
            .orElse(needed.verb());
    return ClusterException.of(
        thrown,
        new Right(lacking, needed.group(), needed.resource(), needed.namespace(), needed.name()));
  }

  private static Owner manager(ManagedFieldsEntry entry) {
    return new Owner(
        ClusterException.printable(String.valueOf(entry.getManager())),
        String.valueOf(entry.getTime()),
        keys(entry));
  }

  /** Who has applied {@code stringData} owns that, and of {@code data} nothing. */
  private static Set<String> keys(ManagedFieldsEntry entry) {
    var fields = entry.getFieldsV1();
    return fields == null
        ? Set.of()
        : Stream.of("f:data", "f:stringData")
            .flatMap(field -> keys(fields.getAdditionalProperties().get(field)))
            .collect(Collectors.toSet());
  }

  private static Stream<String> keys(@Nullable Object owned) {
    return owned instanceof Map<?, ?> fields
        ? fields.keySet().stream()
            .map(String::valueOf)
            .filter(key -> key.startsWith(OWNED))
            .map(key -> key.substring(OWNED.length()))
        : Stream.empty();
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
