package dev.bearerd.secret;

import static dev.bearerd.target.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bearerd.kubernetes.ClusterException;
import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.Right;
import dev.bearerd.kubernetes.SecretName;
import dev.bearerd.target.Format;
import dev.bearerd.target.Publication;
import dev.bearerd.target.StandardFormat;
import dev.bearerd.target.Target;
import dev.bearerd.target.TargetContract;
import dev.bearerd.target.TargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTargetTest extends TargetContract {
  private static final SecretName NAME = new SecretName("apps", "orders");

  private final FakeSecrets secrets = new FakeSecrets();
  private final List<String> heard = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final Recovery recovery = new Recovery(() -> Duration.between(Instant.EPOCH, now));

  @Override
  protected Target target(Format format) {
    return target("orders", Map.of("token", format), false);
  }

  @Override
  protected Optional<String> seenByReader() {
    return secrets.value(NAME, "token");
  }

  @Override
  protected void breakThePlace() {
    secrets.fail(ClusterException.of(Kind.FORBIDDEN, "may not get secrets apps/orders"));
  }

  @Test
  void marksWhoPublishesAndUntilWhenItIsGood() {
    plain().publish(token("first"));

    assertThat(secrets.find(NAME).orElseThrow().annotations())
        .containsEntry("bearerd.dev/provider", "orders")
        .containsEntry("bearerd.dev/expires-at", "2026-03-01T11:00:00Z")
        .containsEntry("bearerd.dev/keys", "token");
  }

  @Test
  void readsOnceAndAsksNothingWhereItKnows() {
    var target = plain();

    target.publish(token("first"));
    target.publish(token("first"));
    target.probe();

    assertThat(secrets.requests()).containsExactly("read", "apply");
  }

  @Test
  void sendsOneRequestARenewal() {
    var target = watched(plain());
    target.publish(token("first"));
    secrets.requests();

    target.publish(token("second"));

    assertThat(secrets.requests()).containsExactly("force");
    assertThat(heard).isEmpty();
  }

  @Test
  void leavesTheKeysOfOthersAlone() {
    secrets.write(NAME, "helm", "other", "theirs");

    plain().publish(token("first"));

    assertThat(secrets.value(NAME, "other")).hasValue("theirs");
    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void refusesAKeyThatSomebodyElseOwns() {
    secrets.write(NAME, "helm", "token", "theirs");

    assertRefused(plain(), "key token of apps/orders belongs to helm; choose another name,");
    assertThat(seenByReader()).hasValue("theirs");
  }

  @Test
  void takesAKeyOverWhereThatIsConfigured() {
    secrets.write(NAME, "helm", "token", "theirs");

    target("orders", Map.of("token", StandardFormat.RAW), true).publish(token("first"));

    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void refusesTheSecretOfAnotherProvider() {
    target("billing", Map.of("token", StandardFormat.RAW), false).publish(token("theirs"));

    assertRefused(plain(), "apps/orders belongs to provider billing; choose another name, or say");
    assertThat(seenByReader()).hasValue("theirs");
  }

  @Test
  void goesOnWithWhatAnEarlierRunPublishedWhoeverAlteredIt() {
    plain().publish(token("first"));
    secrets.write(NAME, "kubectl-edit", "token", "altered");

    plain().publish(token("second"));

    assertThat(seenByReader()).hasValue("second");
  }

  @Test
  void refusesAKeyThatIsNewInTheConfigurationAndBelongsToSomebody() {
    plain().publish(token("first"));
    secrets.write(NAME, "helm", "header", "theirs");

    var wider =
        Map.<String, Format>of("token", StandardFormat.RAW, "header", StandardFormat.HEADER);
    assertRefused(target("orders", wider, false), "key header of apps/orders belongs to helm");
  }

  @Test
  void removesAKeyThatLeftTheConfiguration() {
    var wider = Map.<String, Format>of("token", StandardFormat.RAW, "json", StandardFormat.JSON);
    target("orders", wider, false).publish(token("first"));

    plain().publish(token("first"));

    assertThat(secrets.find(NAME).orElseThrow().data()).containsOnlyKeys("token");
  }

  @Test
  void putsADeletedSecretBack() {
    var target = watched(plain());
    target.publish(token("first"));

    secrets.remove(NAME);

    assertThat(heard).containsExactly("disturbed");
    assertThat(target.publish(token("first")))
        .isEqualTo(Publication.repaired("somebody had deleted it"));
    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void putsAnAlteredKeyBackAndNamesWhoAlteredIt() {
    var target = watched(plain());
    target.publish(token("first"));

    secrets.write(NAME, "kubectl-edit", "token", "altered");

    assertThat(heard).containsExactly("disturbed");
    assertThat(target.publish(token("first")))
        .isEqualTo(Publication.repaired("kubectl-edit had altered it"));
    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void isNotDisturbedByWhatIsNoneOfItsBusiness() {
    var target = watched(plain());
    target.publish(token("first"));

    secrets.write(NAME, "helm", "other", "theirs");
    secrets.annotate(NAME, "team", "blue");

    assertThat(heard).isEmpty();
  }

  @Test
  void aRenewalOfWhatWasAlteredIsNoRepair() {
    var target = watched(plain());
    target.publish(token("first"));
    secrets.write(NAME, "kubectl-edit", "token", "altered");

    assertThat(target.publish(token("second"))).isEqualTo(Publication.WRITTEN);
  }

  @Test
  void givesInToWhoeverAltersItThreeTimesInAMinute() {
    var target = watched(plain());
    target.publish(token("first"));

    alterAndPutBack(target, 2);
    var third = alterAndPutBack(target, 1);
    heard.clear();
    secrets.write(NAME, "rival", "token", "altered");

    assertThat(third.repaired())
        .hasValue(
            "rival had altered it, for the third time in a minute; from now on it is put back at"
                + " renewals only");
    assertThat(heard).isEmpty();
  }

  @Test
  void resistsAgainOnceARenewalHasFoundItUnaltered() {
    var target = watched(plain());
    target.publish(token("first"));
    alterAndPutBack(target, 3);
    secrets.write(NAME, "rival", "token", "altered");
    target.publish(token("second")); // finds it altered
    target.publish(token("third"));
    heard.clear();

    secrets.write(NAME, "rival", "token", "altered");

    assertThat(heard).containsExactly("disturbed");
  }

  @Test
  void doesNotGiveInToAlterationsThatAreFarApart() {
    var target = watched(plain());
    target.publish(token("first"));

    for (var i = 0; i < 5; i++) {
      now = now.plus(Duration.ofSeconds(31));
      assertThat(alterAndPutBack(target, 1).repaired()).hasValue("rival had altered it");
    }
  }

  @Test
  void doesNotBelieveNewsThatAreOlderThanItsOwnWork() {
    var target = watched(plain());
    target.publish(token("first"));
    secrets.holdBack();
    target.publish(token("second"));
    target.publish(token("third"));
    secrets.requests();

    secrets.tellWhatWasHeldBack();

    assertThat(heard).isEmpty();
    target.publish(token("third"));
    assertThat(secrets.requests()).isEmpty();
  }

  @Test
  void isTriedAgainWhereItIsAlteredWhileItIsPublished() {
    var target = watched(plain());
    secrets.duringApply(() -> secrets.write(NAME, "rival", "token", "altered"));

    assertRefused(target, "apps/orders was altered by rival at the same time");
    secrets.duringApply(() -> {});
    target.publish(token("first"));

    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void isTriedAgainWhereItIsDeletedWhileItIsPublished() {
    var target = watched(plain());
    secrets.duringApply(() -> secrets.remove(NAME));

    assertRefused(target, "apps/orders was deleted by somebody at the same time");
    secrets.duringApply(() -> {});
    target.publish(token("first"));

    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void tellsThatItMayNotWatch() {
    watched(plain());

    secrets.refuseWatch(NAME, "may not list secrets apps/orders");

    assertThat(heard).containsExactly("may not list secrets apps/orders");
  }

  @Test
  void looksAgainWhetherWhatStoodInTheWayIsGone() {
    secrets.write(NAME, "helm", "token", "theirs");
    var target = plain();
    assertRefused(target, "key token of apps/orders belongs to helm");

    secrets.remove(NAME);
    target.publish(token("first"));

    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void putsBackWhatWasDeletedBeforeItsWatchBegan() {
    var target = plain();
    target.publish(token("first"));
    secrets.remove(NAME);

    watched(target);

    assertThat(heard).containsExactly("disturbed");
    assertThat(target.publish(token("first")).repaired()).isPresent();
    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void aListFromBeforeItMadeItsSecretChangesNothing() {
    secrets.holdBack();
    var target = watched(plain());
    target.publish(token("first"));
    secrets.requests();

    secrets.tellWhatWasHeldBack();

    assertThat(target.publish(token("first"))).isEqualTo(Publication.UNCHANGED);
    assertThat(secrets.requests()).isEmpty();
  }

  @Test
  void knowsNothingOfTheTimeBetweenTwoWatches() {
    var target = plain();
    target.watch(observer()).close();
    target.publish(token("first"));
    target.watch(observer()).close();
    secrets.remove(NAME);

    target.publish(token("first"));

    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void survivesAListOfItsKeysThatSomebodyHasAltered() {
    plain().publish(token("first"));
    secrets.annotate(NAME, "bearerd.dev/keys", "token,token");

    plain().publish(token("second"));

    assertThat(seenByReader()).hasValue("second");
  }

  @Test
  void isHeardNoMoreOnceTheWatchIsClosed() {
    var target = plain();
    var watch = target.watch(observer());
    target.publish(token("first"));

    watch.close();
    secrets.remove(NAME);

    assertThat(heard).isEmpty();
  }

  @Test
  void allThatWaitForTheServerAreDueOnceItAnswersOne() {
    var waiting = watched(plain());
    secrets.fail(ClusterException.of(Kind.UNREACHABLE, "no answer from the API server"));
    assertRefused(waiting, "no answer from the API server");
    secrets.recover();
    now = now.plusSeconds(1);
    assertThat(heard).isEmpty();

    other().publish(token("first"));

    assertThat(heard).containsExactly("disturbed");
  }

  @Test
  void asksAServerThatDoesNotAnswerOnceASecondForAll() {
    secrets.fail(ClusterException.of(Kind.UNREACHABLE, "no answer from the API server"));
    var other = other();
    assertRefused(plain(), "no answer from the API server");
    assertRefused(other, "no answer from the API server");
    assertThat(secrets.requests()).containsExactly("read");

    now = now.plusSeconds(1);
    assertRefused(other, "no answer from the API server");

    assertThat(secrets.requests()).containsExactly("read");
  }

  @Test
  void oneTargetAtATimeAsksAServerThatDoesNotAnswer() {
    secrets.fail(ClusterException.of(Kind.UNREACHABLE, "no answer from the API server"));
    assertRefused(plain(), "no answer from the API server");
    secrets.recover();
    now = now.plusSeconds(1);
    secrets.requests();
    var other = watched(other());
    secrets.duringApply(() -> {});

    recovery.ask(
        () -> {
          assertRefused(other, "no answer from the API server");
          return true;
        },
        () -> {});

    assertThat(secrets.requests()).isEmpty();
    assertThat(heard).containsExactly("disturbed");
  }

  @Test
  void leavesAServerAloneForAsLongAsItSays() {
    secrets.fail(ClusterException.busy(Optional.of(Duration.ofSeconds(20))));
    assertRefused(plain(), "the API server asks for fewer requests");
    secrets.recover();
    secrets.requests();
    now = now.plusSeconds(19);
    assertRefused(other(), "the API server asks for fewer requests");
    assertThat(secrets.requests()).isEmpty();

    now = now.plusSeconds(1);
    plain().publish(token("first"));

    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void leavesAServerAloneForAMinuteAtMost() {
    secrets.fail(ClusterException.busy(Optional.of(Duration.ofHours(1))));
    assertRefused(plain(), "the API server asks for fewer requests");
    secrets.recover();

    now = now.plusSeconds(60);
    plain().publish(token("first"));

    assertThat(seenByReader()).hasValue("first");
  }

  @Test
  void isNotWokenByWhoeverAltersItEachTime() {
    var target = watched(plain());
    target.publish(token("first"));
    secrets.duringApply(() -> secrets.write(NAME, "webhook", "token", "altered"));
    for (var i = 0; i < 3; i++) {
      assertThatExceptionOfType(TargetException.class)
          .isThrownBy(() -> target.publish(token("second")));
    }
    heard.clear();

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> target.publish(token("second")));

    assertThat(heard).isEmpty();
  }

  @Test
  void theSameTokenWithAnotherEndIsNoNewOne() {
    var target = watched(plain());
    var first = token("first");
    target.publish(first);

    assertThat(target.publish(first.shifted(Duration.ofMinutes(-5))))
        .isEqualTo(Publication.UNCHANGED);

    assertThat(secrets.find(NAME).orElseThrow().annotations())
        .containsEntry("bearerd.dev/expires-at", "2026-03-01T10:55:00Z");
  }

  @Test
  void theSameTokenIsNoNewOneAfterARestartEither() {
    plain().publish(token("first"));

    assertThat(plain().publish(token("first").shifted(Duration.ofMinutes(5))))
        .isEqualTo(Publication.UNCHANGED);
  }

  @Test
  void putsAnAnnotationBackAndSaysSo() {
    var target = watched(plain());
    target.publish(token("first"));

    secrets.annotate(NAME, "bearerd.dev/expires-at", "never");

    assertThat(target.publish(token("first")))
        .isEqualTo(Publication.repaired("kubectl had altered it"));
  }

  @Test
  void saysWhoMayBeTakenOverFromOnlyWhereSomebodyOwnsIt() {
    secrets.fail(ClusterException.of(Kind.CONFLICT, "apps/orders was changed meanwhile"));
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> plain().publish(token("first")))
        .withMessage("apps/orders was changed meanwhile");

    secrets.fail(ClusterException.owned(".data.token belongs to helm"));
    assertRefused(plain(), ".data.token belongs to helm; say force: true to take it over");
  }

  @Test
  void readsAnewAfterAFailure() {
    var target = plain();
    target.publish(token("first"));
    secrets.fail(ClusterException.of(Kind.BUSY, "the API server asks for fewer requests"));
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> target.publish(token("second")))
        .withMessage("the API server asks for fewer requests");
    secrets.recover();
    secrets.requests();

    target.publish(token("second"));

    assertThat(secrets.requests()).containsExactly("read", "force");
  }

  @Test
  void leavesWhatBelongsToOthersWhenItRemovesItsKeys() {
    secrets.write(NAME, "helm", "other", "theirs");
    var target = watched(plain());
    target.publish(token("first"));

    assertThat(target.remove()).isTrue();

    assertThat(seenByReader()).isEmpty();
    assertThat(secrets.value(NAME, "other")).hasValue("theirs");
    assertThat(heard).isEmpty();
  }

  @Test
  void deletesASecretOfItsOwn() {
    plain().publish(token("first"));

    assertThat(plain().remove()).isTrue();

    assertThat(secrets.find(NAME)).isEmpty();
  }

  @Test
  void looksAfreshBeforeItRemoves() {
    var target = plain();
    target.publish(token("first"));
    secrets.write(NAME, "helm", "other", "theirs");

    assertThat(target.remove()).isTrue();

    assertThat(seenByReader()).isEmpty();
    assertThat(secrets.value(NAME, "other")).hasValue("theirs");
  }

  @Test
  void removesWhatIsChangedMeanwhileAtTheSecondTry() {
    var target = plain();
    target.publish(token("first"));
    secrets.beforeDelete(() -> secrets.write(NAME, "helm", "other", "theirs"));

    assertThat(target.remove()).isTrue();

    assertThat(seenByReader()).isEmpty();
    assertThat(secrets.value(NAME, "other")).hasValue("theirs");
  }

  @Test
  void doesNotRemoveWhatBelongsToAnotherProvider() {
    target("billing", Map.of("token", StandardFormat.RAW), false).publish(token("theirs"));

    assertThat(plain().remove()).isFalse();

    assertThat(seenByReader()).hasValue("theirs");
  }

  @Test
  void refusesWhatIsLargerThanTheServerTakes() {
    Format large = token -> new byte[1024 * 1024 + 1];
    secrets.requests();

    assertRefused(target(large), "apps/orders: it would be larger than 1 MiB");

    assertThat(secrets.requests()).isEmpty();
  }

  @Test
  void theProbeFindsAConflict() {
    secrets.write(NAME, "helm", "token", "theirs");

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> plain().probe())
        .withMessageContaining("belongs to helm");
  }

  @Test
  void namesTheRightsThatItNeeds() {
    assertThat(SecretTarget.rights(NAME, Watching.NAME, true).stream().map(Right::toString))
        .containsExactly(
            "get secrets apps/orders",
            "create secrets apps/orders",
            "patch secrets apps/orders",
            "delete secrets apps/orders",
            "list secrets apps/orders",
            "watch secrets apps/orders");
    assertThat(SecretTarget.rights(NAME, Watching.NAMESPACE, false).stream().map(Right::toString))
        .containsExactly(
            "get secrets apps/orders",
            "create secrets apps/orders",
            "patch secrets apps/orders",
            "list secrets apps",
            "watch secrets apps");
    assertThat(SecretTarget.rights(NAME, Watching.NONE, false)).hasSize(3);
  }

  private Publication alterAndPutBack(Target target, int times) {
    var last = Publication.UNCHANGED;
    for (var i = 0; i < times; i++) {
      secrets.write(NAME, "rival", "token", "altered");
      last = target.publish(token("first"));
    }
    return last;
  }

  private static void assertRefused(Target target, String why) {
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> target.publish(token("first")))
        .withMessageStartingWith(why);
  }

  private Target plain() {
    return target("orders", Map.of("token", StandardFormat.RAW), false);
  }

  private Target other() {
    var elsewhere = new SecretName("apps", "billing");
    var claim =
        new Claim(
            "billing",
            elsewhere,
            Map.of("token", StandardFormat.RAW),
            "Opaque",
            Map.of(),
            Map.of(),
            false);
    return new SecretTarget(claim, secrets, recovery, () -> now);
  }

  private Target target(String provider, Map<String, Format> entries, boolean force) {
    var claim = new Claim(provider, NAME, entries, "Opaque", Map.of(), Map.of(), force);
    return new SecretTarget(claim, secrets, recovery, () -> now);
  }

  private Target watched(Target target) {
    target.watch(observer());
    return target;
  }

  private Target.Observer observer() {
    return new Target.Observer() {
      @Override
      public void disturbed() {
        heard.add("disturbed");
      }

      @Override
      public void unwatched(String why) {
        heard.add(why);
      }
    };
  }
}
