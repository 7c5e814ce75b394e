package dev.bearerd.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.secret.StoredSecret.Owner;
import dev.bearerd.token.Secret;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Secrets in memory, with owners of keys; watches tell at once, unless they are held back. */
final class FakeSecrets implements Secrets {
  private final Map<SecretName, StoredSecret> stored = new HashMap<>();
  private final Map<SecretName, Observer> observers = new HashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final List<Runnable> heldBack = new ArrayList<>();
  private Optional<ClusterException> failure = Optional.empty();
  private Runnable afterRead = () -> {};
  private Runnable duringApply = () -> {};
  private Runnable beforeDelete = () -> {};
  private boolean holding;
  private long version;

  @Override
  public Optional<StoredSecret> read(SecretName name) {
    request("read");
    var found = Optional.ofNullable(stored.get(name));
    var once = afterRead;
    afterRead = () -> {};
    once.run();
    return found;
  }

  @Override
  public StoredSecret apply(SecretName name, SecretContent content, Application how) {
    request(how == Application.FORCED ? "force" : "apply");
    refuse(name, content, how);
    var before = Optional.ofNullable(stored.get(name));
    var data = new TreeMap<>(before.map(StoredSecret::data).orElse(Map.of()));
    var owners = new TreeMap<>(before.map(FakeSecrets::owners).orElse(Map.of()));
    owners.entrySet().stream()
        .filter(owned -> owned.getValue().equals(MANAGER))
        .forEach(owned -> data.remove(owned.getKey()));
    owners.values().removeIf(MANAGER::equals);
    data.putAll(content.data());
    content.data().keySet().forEach(key -> owners.put(key, MANAGER));
    var labels = merged(before.map(StoredSecret::labels), content.labels());
    var annotations = merged(before.map(StoredSecret::annotations), content.annotations());
    annotations
        .keySet()
        .removeIf(key -> key.startsWith("bearerd.dev/") && !content.annotations().containsKey(key));
    put(name, content.type(), data, labels, annotations, owners, MANAGER);
    var answer = find(name).orElseThrow();
    duringApply.run();
    return answer;
  }

  @Override
  public void rehearse(SecretName name, SecretContent content, Application how) {
    request("rehearse");
    refuse(name, content, how);
  }

  @Override
  public void delete(SecretName name, StoredSecret asItIs) {
    request("delete");
    var meanwhile = beforeDelete;
    beforeDelete = () -> {};
    meanwhile.run();
    if (find(name).filter(now -> now.version() == asItIs.version()).isEmpty()) {
      throw ClusterException.of(Kind.CONFLICT, name + " was changed by somebody else meanwhile");
    }
    remove(name);
  }

  @Override
  public Observation observe(SecretName name, Observer observer) {
    observers.put(name, observer);
    var listed = Optional.ofNullable(stored.get(name));
    tell(() -> listed.ifPresentOrElse(observer::found, observer::missing));
    return () -> observers.remove(name, observer);
  }

  /** Happens once, between the moment of which a read tells and its answer. */
  void afterRead(Runnable something) {
    afterRead = something;
  }

  /** The requests since the last call. */
  List<String> requests() {
    var copy = List.copyOf(requests);
    requests.clear();
    return copy;
  }

  /** Every request fails. */
  void fail(ClusterException with) {
    failure = Optional.of(with);
  }

  void recover() {
    failure = Optional.empty();
  }

  /** Happens at the server before the answer to an apply arrives. */
  void duringApply(Runnable something) {
    duringApply = something;
  }

  /** Happens once, at the server, before something is deleted. */
  void beforeDelete(Runnable something) {
    beforeDelete = something;
  }

  /** What watches would tell waits. */
  void holdBack() {
    holding = true;
  }

  void tellWhatWasHeldBack() {
    holding = false;
    List.copyOf(heldBack).forEach(Runnable::run);
    heldBack.clear();
  }

  /** The watch may not be made. */
  void refuseWatch(SecretName name, String why) {
    Optional.ofNullable(observers.get(name))
        .orElseThrow()
        .refused(ClusterException.of(Kind.FORBIDDEN, why));
  }

  /** Somebody else writes a key. */
  void write(SecretName name, String manager, String key, String value) {
    var before = Optional.ofNullable(stored.get(name));
    var data = new TreeMap<>(before.map(StoredSecret::data).orElse(Map.of()));
    var owners = new TreeMap<>(before.map(FakeSecrets::owners).orElse(Map.of()));
    data.put(key, new Secret(Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
    owners.put(key, manager);
    put(
        name,
        before.map(StoredSecret::type).orElse("Opaque"),
        data,
        merged(before.map(StoredSecret::labels), Map.of()),
        merged(before.map(StoredSecret::annotations), Map.of()),
        owners,
        manager);
  }

  /** Somebody else writes an annotation. */
  void annotate(SecretName name, String key, String value) {
    var before = find(name).orElseThrow();
    put(
        name,
        before.type(),
        before.data(),
        before.labels(),
        merged(Optional.of(before.annotations()), Map.of(key, value)),
        owners(before),
        "kubectl");
  }

  /** Somebody deletes it. */
  void remove(SecretName name) {
    var last = Optional.ofNullable(stored.remove(name));
    last.ifPresent(
        gone -> Optional.ofNullable(observers.get(name)).ifPresent(o -> tell(() -> o.gone(gone))));
  }

  Optional<StoredSecret> find(SecretName name) {
    return Optional.ofNullable(stored.get(name));
  }

  /** The value of a key as readers see it. */
  Optional<String> value(SecretName name, String key) {
    return find(name)
        .flatMap(secret -> Optional.ofNullable(secret.data().get(key)))
        .map(value -> new String(Base64.getDecoder().decode(value.reveal()), UTF_8));
  }

  private void request(String what) {
    requests.add(what);
    failure.ifPresent(
        e -> {
          throw e;
        });
  }

  private void refuse(SecretName name, SecretContent content, Application how) {
    find(name)
        .filter(before -> how == Application.POLITE)
        .ifPresent(
            before ->
                content
                    .data()
                    .forEach(
                        (key, value) -> {
                          if (!before.holds(key, value)) {
                            before.foreignOwner(key).ifPresent(owner -> conflict(key, owner));
                          }
                        }));
  }

  private static void conflict(String key, String owner) {
    throw ClusterException.owned(".data." + key + " belongs to " + owner);
  }

  private void put(
      SecretName name,
      String type,
      Map<String, Secret> data,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, String> owners,
      String by) {
    var uid = Optional.ofNullable(stored.get(name)).map(StoredSecret::uid).orElse("u" + version);
    version++;
    var managers =
        owners.values().stream()
            .distinct()
            .map(
                manager ->
                    new Owner(manager, manager.equals(by) ? "2" : "1", keys(owners, manager)))
            .collect(Collectors.toList());
    if (!owners.containsValue(by)) {
      managers.add(new Owner(by, "2", Set.of()));
    }
    var now = new StoredSecret(uid, version, type, data, labels, annotations, managers);
    stored.put(name, now);
    Optional.ofNullable(observers.get(name)).ifPresent(o -> tell(() -> o.found(now)));
  }

  private void tell(Runnable news) {
    if (holding) {
      heldBack.add(news);
    } else {
      news.run();
    }
  }

  private static Set<String> keys(Map<String, String> owners, String manager) {
    return owners.entrySet().stream()
        .filter(owned -> owned.getValue().equals(manager))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Map<String, String> owners(StoredSecret secret) {
    var owners = new TreeMap<String, String>();
    secret.managers().forEach(m -> m.keys().forEach(key -> owners.put(key, m.name())));
    return owners;
  }

  private static Map<String, String> merged(
      Optional<Map<String, String>> before, Map<String, String> more) {
    var all = new TreeMap<>(before.orElse(Map.of()));
    all.putAll(more);
    return all;
  }
}
