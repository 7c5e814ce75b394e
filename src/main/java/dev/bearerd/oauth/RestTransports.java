package dev.bearerd.oauth;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Hands out one HTTP transport for all requests with the same TLS settings. */
public final class RestTransports implements AutoCloseable {
  private final Map<TlsSettings, RestTransport> transports = new ConcurrentHashMap<>();
  private final ScheduledExecutorService alarms;
  private final InstantSource clock;

  public RestTransports(InstantSource clock) {
    this.clock = clock;
    this.alarms = Executors.newSingleThreadScheduledExecutor(RestTransports::thread);
  }

  public HttpTransport with(TlsSettings tls) {
    return transports.computeIfAbsent(tls, key -> new RestTransport(key, clock, alarms));
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "http-deadlines");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    transports.values().forEach(RestTransport::close);
    transports.clear();
    alarms.shutdownNow();
  }
}
