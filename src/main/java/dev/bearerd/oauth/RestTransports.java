package dev.bearerd.oauth;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Hands out one HTTP transport for all requests with the same TLS settings. */
public final class RestTransports {
  private final Map<TlsSettings, RestTransport> transports = new ConcurrentHashMap<>();
  private final ScheduledExecutorService alarms;
  private final InstantSource clock;

  public RestTransports(InstantSource clock) {
    this.clock = clock;
    var scheduler = new ScheduledThreadPoolExecutor(1, RestTransports::thread);
    scheduler.setRemoveOnCancelPolicy(true);
    this.alarms = scheduler;
  }

  public HttpTransport with(TlsSettings tls) {
    return transports.computeIfAbsent(tls, key -> new RestTransport(key, clock, alarms));
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "http-deadlines");
    thread.setDaemon(true);
    return thread;
  }
}
