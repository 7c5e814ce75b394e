package dev.bearerd.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.Right.Verb;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretEventsTest implements Secrets.Observer {
  private static final Right NEEDED = Right.secrets(Verb.WATCH, "apps");

  private final List<String> heard = new ArrayList<>();
  private final SecretEvents events = new SecretEvents((of, news) -> news.to(this));

  @Test
  void tellsOfARightThatIsLackingOnce() {
    refuse(5);

    assertThat(heard).containsExactly("refused");
  }

  @Test
  void doesNotTellOfAServerThatIsJustStarting() {
    refuse(1);

    assertThat(heard).isEmpty();
  }

  @Test
  void tellsAgainOfARightThatIsLostForTheSecondTime() {
    refuse(2);
    events.onAdd(secret());
    refuse(2);

    assertThat(heard).containsExactly("refused", "found", "refused");
  }

  @Test
  void knowsTheRefusalForThoseWhoComeLaterUntilSomethingIsSeen() {
    assertThat(events.refusal()).isEmpty();
    refuse(2);
    assertThat(events.refusal()).isPresent();

    events.onAdd(secret());

    assertThat(events.refusal()).isEmpty();
  }

  @Test
  void isSilentWhenTheServerCannotBeReached() {
    refuse(2);
    for (var i = 0; i < 2; i++) {
      events.failed(new KubernetesClientException("no route", 0, null), NEEDED);
    }

    assertThat(heard).containsExactly("refused");
  }

  @Override
  public void found(StoredSecret now) {
    heard.add("found");
  }

  @Override
  public void missing() {
    heard.add("missing");
  }

  @Override
  public void gone(StoredSecret last) {
    heard.add("gone");
  }

  @Override
  public void refused(ClusterException why) {
    heard.add("refused");
  }

  private void refuse(int times) {
    for (var i = 0; i < times; i++) {
      events.failed(new KubernetesClientException("forbidden", 403, null), NEEDED);
    }
  }

  private static Secret secret() {
    return new SecretBuilder()
        .withType("Opaque")
        .withNewMetadata()
        .withNamespace("apps")
        .withName("idp")
        .withUid("u1")
        .withResourceVersion("1")
        .endMetadata()
        .build();
  }
}
