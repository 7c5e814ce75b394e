package dev.bearerd.oauth;

import dev.bearerd.token.TokenException;
import java.time.Duration;

/** Sends one HTTP request and never follows a redirect. Safe for use by many threads at once. */
@FunctionalInterface
public interface HttpTransport {

  /**
   * Sends and waits for the whole answer, whatever its status.
   *
   * @param limits bounds of the exchange
   * @throws TokenException with the cause in words when there is no whole answer within the limits
   */
  HttpReply send(HttpCall call, Limits limits);

  /**
   * What an exchange may cost.
   *
   * @param timeout of the whole exchange, from connecting to the last byte of the answer
   * @param maxResponseBytes of the answer's body
   */
  record Limits(Duration timeout, int maxResponseBytes) {
    private static final int MOST_BYTES = 1 << 30;

    public Limits {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout is not positive");
      }
      if (maxResponseBytes < 1 || maxResponseBytes > MOST_BYTES) {
        throw new IllegalArgumentException("max-response-size is not between 1 and 1 GiB");
      }
    }
  }
}
