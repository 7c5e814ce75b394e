package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedClientTest {
  private final Endpoint endpoint = new Endpoint();
  private final SharedClient client =
      new SharedClient(
          endpoint, new Route(TlsSettings.SYSTEM, Optional.empty()).version(), Optional.empty());

  @Test
  void isClosedAfterItsLastExchangeOnceItIsReplaced() {
    client.use();
    client.use();
    client.retire();
    client.release();
    assertThat(endpoint.closed).isFalse();

    client.release();

    assertThat(endpoint.closed).isTrue();
  }

  @Test
  void staysOpenBetweenExchanges() {
    client.use();

    client.release();

    assertThat(endpoint.closed).isFalse();
  }

  private static final class Endpoint implements RestEndpoint, Closeable {
    private boolean closed;

    @Override
    public Response get(String url, Map<String, String> headers) {
      throw new AssertionError("nothing is sent");
    }

    @Override
    public Response post(String url, Map<String, String> headers, byte[] body) {
      throw new AssertionError("nothing is sent");
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
