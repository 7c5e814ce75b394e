package dev.bearerd.shard;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.token.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A Secret of an API server that the test makes fail. */
final class FakeJournalSecret implements JournalSecret {
  private Optional<Content> content = Optional.empty();
  private int version;
  private int writes;
  private int reads;
  private Optional<Supplier<ClusterException>> failure = Optional.empty();
  private boolean answersAreLost;
  private boolean isJournal = true;
  private Optional<Integer> shards = Optional.empty();
  private Runnable beforeNextWrite = () -> {};

  @Override
  public SecretName name() {
    return new SecretName("apps", "bearerd");
  }

  @Override
  public synchronized Optional<Content> read() {
    reads++;
    fail();
    return content;
  }

  @Override
  public synchronized Content create(Map<String, Secret> data, Optional<Long> fence) {
    prepare();
    if (content.isPresent()) {
      throw ClusterException.of(Kind.CONFLICT, "there is one");
    }
    return write(data, fence);
  }

  @Override
  public synchronized Content change(
      String expected, Map<String, Optional<Secret>> data, Optional<Long> fence) {
    prepare();
    var before =
        content.orElseThrow(() -> ClusterException.of(Kind.NOT_FOUND, "there is no Secret"));
    if (!before.version().equals(expected)) {
      throw ClusterException.of(Kind.CONFLICT, "it was changed");
    }
    var after = new HashMap<>(before.data());
    data.forEach(
        (key, value) -> value.ifPresentOrElse(v -> after.put(key, v), () -> after.remove(key)));
    return write(after, fence.or(before::fence));
  }

  @Override
  public void probe() {
    fail();
  }

  /** Each request fails from now on. */
  void fails(Kind kind, String message) {
    failure = Optional.of(() -> ClusterException.of(kind, message));
  }

  /** Each change is made, and its answer gets lost. */
  void losesAnswers() {
    answersAreLost = true;
  }

  void recovers() {
    failure = Optional.empty();
    answersAreLost = false;
  }

  void beforeNextWrite(Runnable action) {
    beforeNextWrite = action;
  }

  /** What somebody wrote who minds no version. */
  synchronized void put(String key, String text) {
    var data = new HashMap<>(data());
    data.put(key, new Secret(text));
    write(data, content.flatMap(Content::fence));
  }

  /** Somebody else has made it, for another purpose. */
  synchronized void foreign(Map<String, Secret> data) {
    isJournal = false;
    write(data, Optional.empty());
  }

  /** It was written with so many shards. */
  synchronized void of(int count) {
    shards = Optional.of(count);
    write(data(), Optional.empty());
  }

  synchronized void delete() {
    content = Optional.empty();
  }

  synchronized Map<String, Secret> data() {
    return content.map(Content::data).orElse(Map.of());
  }

  synchronized Optional<Long> fence() {
    return content.flatMap(Content::fence);
  }

  synchronized int writes() {
    return writes;
  }

  synchronized int reads() {
    return reads;
  }

  private void prepare() {
    var action = beforeNextWrite;
    beforeNextWrite = () -> {};
    action.run();
    fail();
  }

  private Content write(Map<String, Secret> data, Optional<Long> fence) {
    writes++;
    version++;
    var written = new Content("" + version, data, fence, isJournal, shards);
    content = Optional.of(written);
    if (answersAreLost) {
      throw ClusterException.of(Kind.UNREACHABLE, "no answer");
    }
    return written;
  }

  private void fail() {
    failure.ifPresent(
        why -> {
          throw why.get();
        });
  }
}
