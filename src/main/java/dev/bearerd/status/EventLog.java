package dev.bearerd.status;

import dev.bearerd.refresh.Attempts;
import dev.bearerd.refresh.RefreshEvent;
import dev.bearerd.refresh.RefreshEvent.ClockStepped;
import dev.bearerd.refresh.RefreshEvent.CredentialsChanged;
import dev.bearerd.refresh.RefreshEvent.Expired;
import dev.bearerd.refresh.RefreshEvent.HookFailed;
import dev.bearerd.refresh.RefreshEvent.HookRan;
import dev.bearerd.refresh.RefreshEvent.HostBack;
import dev.bearerd.refresh.RefreshEvent.HostDown;
import dev.bearerd.refresh.RefreshEvent.HostHeld;
import dev.bearerd.refresh.RefreshEvent.JournalFailed;
import dev.bearerd.refresh.RefreshEvent.JournalRecovered;
import dev.bearerd.refresh.RefreshEvent.JournalUnreadable;
import dev.bearerd.refresh.RefreshEvent.PublishFailed;
import dev.bearerd.refresh.RefreshEvent.Published;
import dev.bearerd.refresh.RefreshEvent.RefreshFailed;
import dev.bearerd.refresh.RefreshEvent.RefreshTokenLost;
import dev.bearerd.refresh.RefreshEvent.Refreshed;
import dev.bearerd.refresh.RefreshEvent.RemovalFailed;
import dev.bearerd.refresh.RefreshEvent.Removed;
import dev.bearerd.refresh.RefreshEvent.Repaired;
import dev.bearerd.refresh.RefreshEvent.Resumed;
import dev.bearerd.refresh.RefreshEvent.RevocationFailed;
import dev.bearerd.refresh.RefreshEvent.Revoked;
import dev.bearerd.refresh.RefreshEvent.ScopeNarrowed;
import dev.bearerd.refresh.RefreshEvent.Unwatched;
import dev.bearerd.refresh.RefreshListener;
import dev.bearerd.token.Token.ExpirySource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Logs what happens to providers: one line an event, a constant text first, then key=value. */
public final class EventLog implements RefreshListener {
  private static final Logger LOG = Logger.getLogger("dev.bearerd");

  private final Map<Class<?>, Consumer<RefreshEvent>> lines = new HashMap<>();
  private final InstantSource clock;

  public EventLog(InstantSource clock) {
    this.clock = clock;
    line(Resumed.class, this::resumed);
    line(Refreshed.class, this::refreshed);
    line(RefreshFailed.class, this::failed);
    line(CredentialsChanged.class, EventLog::credentialsChanged);
    line(Expired.class, EventLog::expired);
    line(Published.class, EventLog::published);
    line(PublishFailed.class, this::publishFailed);
    line(Repaired.class, EventLog::repaired);
    line(Unwatched.class, EventLog::unwatched);
    line(Removed.class, EventLog::removed);
    line(RemovalFailed.class, EventLog::removalFailed);
    line(ScopeNarrowed.class, EventLog::scopeNarrowed);
    line(Revoked.class, EventLog::revoked);
    line(RevocationFailed.class, EventLog::revocationFailed);
    line(HookRan.class, EventLog::hookRan);
    line(HookFailed.class, this::hookFailed);
    line(JournalUnreadable.class, EventLog::journalUnreadable);
    line(JournalFailed.class, this::journalFailed);
    line(RefreshTokenLost.class, EventLog::refreshTokenLost);
    line(JournalRecovered.class, EventLog::journalRecovered);
    line(ClockStepped.class, EventLog::clockStepped);
    line(HostDown.class, EventLog::hostDown);
    line(HostBack.class, this::hostBack);
    line(HostHeld.class, EventLog::hostHeld);
  }

  private <E extends RefreshEvent> void line(Class<E> type, Consumer<E> line) {
    lines.put(type, event -> line.accept(type.cast(event)));
  }

  /** The events that have a line. */
  Set<Class<?>> told() {
    return lines.keySet();
  }

  @Override
  public void on(RefreshEvent event) {
    Optional.ofNullable(lines.get(event.getClass())).orElseThrow().accept(event);
  }

  private void resumed(Resumed event) {
    LOG.infof(
        "token resumed provider=%s expires=%s next=%s",
        event.provider(), HumanTime.of(event.token().expiresAt()), in(event.nextFetch()));
  }

  private void refreshed(Refreshed event) {
    var token = event.token();
    LOG.infof(
        event.unchanged()
            ? "token unchanged provider=%s expires=%s next=%s took=%s"
            : "token refreshed provider=%s expires=%s next=%s took=%s",
        event.provider(),
        HumanTime.of(token.expiresAt()),
        in(event.nextFetch()),
        HumanTime.of(event.took()));
    if (token.expirySource() == ExpirySource.ASSUMED) {
      LOG.warnf(
          "lifetime assumed provider=%s lifetime=%s advice=\"the answer does not say when the token"
              + " expires; set refresh.lifetime\"",
          event.provider(), HumanTime.of(token.lifetime()));
    }
  }

  private void failed(RefreshFailed event) {
    LOG.warnf(
        "refresh failed provider=%s kind=%s cause=\"%s\" runway=%s next=%s",
        event.provider(),
        event.failure().kind().name().toLowerCase(Locale.ROOT),
        event.failure().message(),
        event.runway().map(HumanTime::of).orElse("none"),
        event
            .nextFetch()
            .map(this::in)
            .orElse("\"when its secret changes, or on bearerd refresh\""));
  }

  private static void credentialsChanged(CredentialsChanged event) {
    LOG.infof("secret changed provider=%s", event.provider());
  }

  private static void expired(Expired event) {
    LOG.errorf(
        "token expired provider=%s expired=%s readers=\"%s\"",
        event.provider(),
        HumanTime.of(event.token().expiresAt()),
        event.removed() ? "find nothing" : "hold the expired token");
  }

  private static void published(Published event) {
    if (event.failures() > 0) {
      LOG.infof(
          "publication recovered provider=%s target=\"%s\" failures=%d",
          event.provider(), event.target(), event.failures());
    } else if (event.written()) {
      LOG.debugf("token published provider=%s target=\"%s\"", event.provider(), event.target());
    }
  }

  private void publishFailed(PublishFailed event) {
    if (isWorthALine(event.attempts())) {
      LOG.warnf(
          "publication failed provider=%s target=\"%s\" %s",
          event.provider(), event.target(), words(event.attempts()));
    }
  }

  private static void repaired(Repaired event) {
    LOG.warnf(
        "token put back provider=%s target=\"%s\" cause=\"%s\"",
        event.provider(), event.target(), event.why());
  }

  private static void unwatched(Unwatched event) {
    LOG.warnf(
        "target unwatched provider=%s target=\"%s\" cause=\"%s\"",
        event.provider(), event.target(), event.reason());
  }

  private static void removed(Removed event) {
    LOG.infof("token removed provider=%s target=\"%s\"", event.provider(), event.target());
  }

  private static void removalFailed(RemovalFailed event) {
    LOG.warnf(
        "removal failed provider=%s target=\"%s\" cause=\"%s\"",
        event.provider(), event.target(), event.reason());
  }

  private static void scopeNarrowed(ScopeNarrowed event) {
    LOG.warnf(
        "scope narrower provider=%s missing=\"%s\"",
        event.provider(), String.join(" ", event.missing()));
  }

  private static void revoked(Revoked event) {
    LOG.infof("token revoked provider=%s what=\"%s\"", event.provider(), event.what());
  }

  private static void revocationFailed(RevocationFailed event) {
    LOG.warnf(
        "revocation failed provider=%s what=\"%s\" cause=\"%s\"",
        event.provider(), event.what(), event.reason());
  }

  private static void hookRan(HookRan event) {
    if (event.failures() > 0) {
      LOG.infof(
          "hook recovered provider=%s hook=\"%s\" failures=%d",
          event.provider(), event.hook(), event.failures());
    } else {
      LOG.debugf("hook ran provider=%s hook=\"%s\"", event.provider(), event.hook());
    }
    output(event.provider(), event.hook(), event.output());
  }

  private void hookFailed(HookFailed event) {
    if (isWorthALine(event.attempts())) {
      LOG.warnf(
          "hook failed provider=%s hook=\"%s\" %s",
          event.provider(), event.hook(), words(event.attempts()));
      output(event.provider(), event.hook(), event.output());
    }
  }

  private static void output(String provider, String hook, List<String> output) {
    for (var line : output) {
      LOG.infof("hook output provider=%s hook=\"%s\" line=\"%s\"", provider, hook, line);
    }
  }

  private static void journalUnreadable(JournalUnreadable event) {
    LOG.warnf("journal unreadable provider=%s cause=\"%s\"", event.provider(), event.reason());
  }

  private void journalFailed(JournalFailed event) {
    if (isWorthALine(event.attempts())) {
      LOG.errorf(
          "journal failed provider=%s %s lost=\"%s\"",
          event.provider(),
          words(event.attempts()),
          event.holdsRefreshToken()
              ? "a restart now loses the refresh token"
              : "a restart now asks for a token anew");
    }
  }

  private static void refreshTokenLost(RefreshTokenLost event) {
    LOG.errorf("refresh token lost provider=%s cause=\"%s\"", event.provider(), event.reason());
  }

  private static void journalRecovered(JournalRecovered event) {
    LOG.infof("journal recovered provider=%s failures=%d", event.provider(), event.failures());
  }

  private static void clockStepped(ClockStepped event) {
    LOG.warnf("clock stepped by=%s", HumanTime.of(event.step()));
  }

  private static void hostDown(HostDown event) {
    LOG.warnf("host down host=%s provider=%s", event.host(), event.provider());
  }

  private void hostBack(HostBack event) {
    var after = Duration.between(event.downSince(), clock.instant());
    LOG.infof(
        "host back host=%s provider=%s after=%s",
        event.host(), event.provider(), HumanTime.of(after));
  }

  private static void hostHeld(HostHeld event) {
    LOG.warnf(
        "host held host=%s provider=%s until=%s",
        event.host(), event.provider(), HumanTime.of(event.until()));
  }

  /** What fails over and over is told less and less often: at the 1st, 2nd, 4th, 8th, … time. */
  private static boolean isWorthALine(Attempts attempts) {
    return Integer.bitCount(attempts.failures()) == 1;
  }

  private String words(Attempts attempts) {
    return "cause=\"%s\" failures=%d next=%s"
        .formatted(attempts.lastError().orElse(""), attempts.failures(), in(attempts.nextTry()));
  }

  /** To the second, rounded up: what is a second ahead is not yet told as 999 ms. */
  private String in(Instant moment) {
    var wait = Duration.between(clock.instant(), moment).plusMillis(999).toSeconds();
    return wait <= 0 ? "now" : HumanTime.of(Duration.ofSeconds(wait));
  }
}
