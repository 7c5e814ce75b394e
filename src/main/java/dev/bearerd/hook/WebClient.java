package dev.bearerd.hook;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The HTTP client that all hooks share; its threads start with the first request. Follows no
 * redirect, and keeps nothing of a body.
 */
public final class WebClient {
  private volatile Optional<HttpClient> client = Optional.empty();

  private synchronized HttpClient client() {
    if (client.isEmpty()) {
      client = Optional.of(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }
    return client.get();
  }

  /**
   * The status of the answer, once all of it has come.
   *
   * @throws HookException without a whole answer within the limit
   */
  int send(HttpRequest request, TimeLimit limit) {
    var exchange = client().sendAsync(request, BodyHandlers.discarding());
    try {
      return exchange.get(limit.nanos(), NANOSECONDS).statusCode();
    } catch (TimeoutException e) {
      throw new HookException("no whole answer within " + limit);
    } catch (ExecutionException e) {
      throw new HookException(ConnectionTrouble.words(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HookException("was interrupted");
    } finally {
      exchange.cancel(true);
    }
  }
}
