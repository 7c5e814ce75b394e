package dev.bearerd.status;

import dev.bearerd.refresh.RefreshEvent;
import dev.bearerd.refresh.RefreshEvent.HostBack;
import dev.bearerd.refresh.RefreshEvent.HostDown;
import dev.bearerd.refresh.RefreshEvent.HostHeld;
import dev.bearerd.refresh.RefreshEvent.JournalFailed;
import dev.bearerd.refresh.RefreshEvent.PublishFailed;
import dev.bearerd.refresh.RefreshEvent.Published;
import dev.bearerd.refresh.RefreshEvent.RefreshFailed;
import dev.bearerd.refresh.RefreshEvent.Refreshed;
import dev.bearerd.refresh.RefreshEvent.Resumed;
import dev.bearerd.refresh.RefreshListener;
import dev.bearerd.token.Token.ExpirySource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jboss.logging.Logger;

/** The only place that logs: one line an event, a constant text first, then key=value. */
public final class EventLog implements RefreshListener {
  private static final Logger LOG = Logger.getLogger("dev.bearerd");

  private final InstantSource clock;

  public EventLog(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void on(RefreshEvent event) {
    if (event instanceof Refreshed refreshed) {
      refreshed(refreshed);
    } else if (event instanceof RefreshFailed failed) {
      failed(failed);
    } else if (event instanceof Published published) {
      published(published);
    } else if (event instanceof PublishFailed failed) {
      LOG.warnf(
          "publication failed provider=%s target=\"%s\" cause=\"%s\" next=%s",
          failed.provider(), failed.target(), failed.reason(), in(failed.nextTry()));
    } else if (event instanceof Resumed resumed) {
      LOG.infof(
          "token resumed provider=%s expires=%s next=%s",
          resumed.provider(), HumanTime.of(resumed.token().expiresAt()), in(resumed.nextFetch()));
    } else if (event instanceof HostDown down) {
      LOG.warnf("host down host=%s provider=%s", down.host(), down.provider());
    } else if (event instanceof HostBack back) {
      var after = Duration.between(back.downSince(), clock.instant());
      LOG.infof(
          "host back host=%s provider=%s after=%s",
          back.host(), back.provider(), HumanTime.of(after));
    } else if (event instanceof HostHeld held) {
      LOG.warnf(
          "host held host=%s provider=%s until=%s",
          held.host(), held.provider(), HumanTime.of(held.until()));
    } else if (event instanceof JournalFailed failed) {
      LOG.warnf("journal failed provider=%s cause=\"%s\"", failed.provider(), failed.reason());
    }
  }

  /** The agent has started. */
  public void started(int providers, String address) {
    LOG.infof("started providers=%d status=%s", providers, address);
  }

  /** The agent ends. */
  public void stopping() {
    LOG.info("stopping");
  }

  /** Something that works, and that the operator should change. */
  public void advise(String advice) {
    LOG.warn(advice);
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
        in(event.nextFetch()));
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

  /** To the second, rounded up: what is a second ahead is not yet told as 999 ms. */
  private String in(Instant moment) {
    var wait = Duration.between(clock.instant(), moment).plusMillis(999).toSeconds();
    return wait <= 0 ? "now" : HumanTime.of(Duration.ofSeconds(wait));
  }
}
