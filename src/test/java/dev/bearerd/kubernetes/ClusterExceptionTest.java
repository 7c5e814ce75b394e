package dev.bearerd.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kubernetes.ClusterException.Kind;
import dev.bearerd.kubernetes.Right.Verb;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusterExceptionTest {
  private static final Right NEEDED = Right.secret(Verb.PATCH, new SecretName("apps", "orders"));

  @Test
  void tellsWhyThereIsNoAnswerWhereThatIsKnown() {
    assertThat(silent(new ConnectException("refused")))
        .endsWith("no answer from the API server; does it run, and is it reachable?");
    assertThat(silent(new SSLHandshakeException("PKIX")))
        .contains("TLS fails; does the kubeconfig");
    assertThat(silent(new UnknownHostException("x"))).contains("its host name is not known;");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void takesAServerThatFailsForBusy(int code) {
    var failure = of(code, new Status());

    assertThat(failure.kind()).isEqualTo(Kind.BUSY);
    assertThat(failure).hasMessage("the API server answers with HTTP " + code);
  }

  @Test
  void knowsForHowLongTheServerWantsToBeLeftAlone() {
    var status = new StatusBuilder().withNewDetails().withRetryAfterSeconds(7).endDetails();

    assertThat(of(429, status.build()).retryAfter()).hasValue(Duration.ofSeconds(7));
  }

  @Test
  void printsNamesOfOthersWithoutWhatWouldForgeALine() {
    var status =
        new StatusBuilder()
            .withNewDetails()
            .addNewCause()
            .withReason("FieldManagerConflict")
            .withField(".data.token")
            .withMessage("conflict with \"he\nlm\" using v1")
            .endCause()
            .endDetails();

    assertThat(of(409, status.build())).hasMessage(".data.token belongs to he?lm");
  }

  @Test
  void repeatsNothingOfWhatTheServerSaysOfAnInvalidSecret() {
    var status = new StatusBuilder().withMessage("data: Invalid value: \"marked-secret\"");

    assertThat(of(422, status.build()))
        .hasMessage("apps/orders: the API server does not accept it");
  }

  private static String silent(IOException cause) {
    var thrown = new KubernetesClientException("failed", new IOException("wrapped", cause));
    var failure = ClusterException.of(thrown, NEEDED);
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    return String.valueOf(failure.getMessage());
  }

  private static ClusterException of(int code, Status status) {
    return ClusterException.of(new KubernetesClientException("failed", code, status), NEEDED);
  }
}
