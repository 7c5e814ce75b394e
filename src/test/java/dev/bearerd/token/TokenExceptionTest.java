package dev.bearerd.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenExceptionTest {

  @Test
  void staysTheSameFailureWhenItBringsSomething() {
    var failure = TokenException.hostBusy("HTTP 503", Optional.of(Duration.ofSeconds(9)));
    var saved = new Holdings(List.of(new Secret("r")), Map.of());

    var holding = failure.holding(saved);

    assertThat(holding).hasMessage("HTTP 503").hasNoCause();
    assertThat(holding.kind()).isEqualTo(TokenException.Kind.TRANSIENT);
    assertThat(holding.reach()).isEqualTo(TokenException.Reach.STRAINED);
    assertThat(holding.retryAfter()).contains(Duration.ofSeconds(9));
    assertThat(holding.holdings()).contains(saved);
    assertThat(failure.holdings()).isEmpty();
  }
}
