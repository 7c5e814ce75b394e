package dev.bearerd.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CurrentClientTest {
  private final List<Endpoint> made = new ArrayList<>();
  private Route.Version version = through("a");

  @Test
  void isMadeOnceForAllRequestsOfAVersion() {
    var current = new CurrentClient(() -> version, this::make);

    assertThat(current.acquire()).isSameAs(current.acquire());
    assertThat(made).hasSize(1);
  }

  @Test
  void isReplacedWithItsVersionAndClosedAfterItsLastExchange() {
    var current = new CurrentClient(() -> version, this::make);
    var old = current.acquire();
    version = through("b");

    assertThat(current.acquire()).isNotSameAs(old);
    assertThat(made.get(0).closed).isFalse();
    old.release();

    assertThat(made).extracting(endpoint -> endpoint.closed).containsExactly(true, false);
  }

  @Test
  void leavesNoClientOpenOnceItIsRetired() {
    var current = new CurrentClient(() -> version, this::make);
    var inUse = current.acquire();

    current.retire();
    var late = current.acquire();

    assertThat(made).extracting(endpoint -> endpoint.closed).containsExactly(false, false);
    inUse.release();
    late.release();
    assertThat(made).extracting(endpoint -> endpoint.closed).containsExactly(true, true);
  }

  @Test
  void staysWhereAnotherCannotBeMade() {
    var current =
        new CurrentClient(
            () -> version,
            wanted -> {
              if (wanted.equals(through("b"))) {
                throw TokenException.local("tls.ca-file holds no certificate");
              }
              return make(wanted);
            });
    var old = current.acquire();
    version = through("b");

    assertThatThrownBy(current::acquire).hasMessageContaining("tls.ca-file");

    version = through("a");
    assertThat(current.acquire()).isSameAs(old);
  }

  @Test
  @Timeout(10)
  void isThereForOthersWhileOneRequestLooksAtFilesThatHang() throws Exception {
    var hanging = new CountDownLatch(1);
    var looks = new CountDownLatch(1);
    var hangs = ThreadLocal.withInitial(() -> false);
    var current =
        new CurrentClient(
            () -> {
              if (hangs.get()) {
                looks.countDown();
                await(hanging);
              }
              return version;
            },
            this::make);
    var client = current.acquire();

    var slow =
        CompletableFuture.supplyAsync(
            () -> {
              hangs.set(true);
              return current.acquire();
            });
    await(looks);

    assertThat(current.acquire()).isSameAs(client);
    hanging.countDown();
    assertThat(slow.get(5, TimeUnit.SECONDS)).isSameAs(client);
  }

  private SharedClient make(Route.Version wanted) {
    var endpoint = new Endpoint();
    made.add(endpoint);
    return new SharedClient(endpoint, wanted, Optional.empty());
  }

  private static Route.Version through(String proxy) {
    return new Route.Version(
        TlsSettings.SYSTEM.version(), Proxy.parse(new Secret("http://" + proxy + ":1")));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
