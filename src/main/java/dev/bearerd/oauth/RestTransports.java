package dev.bearerd.oauth;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Hands out HTTP transports, which share one client for all that goes the same way. */
public final class RestTransports {
  private final Map<Route, RestTransport> transports = new ConcurrentHashMap<>();
  private final ScheduledExecutorService alarms;
  private final InstantSource clock;

  public RestTransports(InstantSource clock) {
    this.clock = clock;
    var scheduler = new ScheduledThreadPoolExecutor(1, RestTransports::thread);
    scheduler.setRemoveOnCancelPolicy(true);
    this.alarms = scheduler;
  }

  public HttpTransport with(ConnectionSettings settings) {
    return (call, limits) ->
        by(new Route(settings.tls(), settings.proxies().proxyFor(call.url()))).send(call, limits);
  }

  /**
   * Closes what goes none of these ways, after its last exchange. Whoever still sends such a way
   * opens it once more.
   */
  public void keep(Collection<ConnectionSettings> settings) {
    for (var route : List.copyOf(transports.keySet())) {
      if (settings.stream().noneMatch(route::mayBeOf)) {
        Optional.ofNullable(transports.remove(route)).ifPresent(RestTransport::retire);
      }
    }
  }

  RestTransport by(Route route) {
    return transports.computeIfAbsent(route, key -> new RestTransport(key, clock, alarms));
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "http-deadlines");
    thread.setDaemon(true);
    return thread;
  }
}
