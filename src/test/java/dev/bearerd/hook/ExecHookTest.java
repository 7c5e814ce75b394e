package dev.bearerd.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExecHookTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void keepsValuesOfTheConfigurationFromTheProgram() {
    var environment =
        new HashMap<>(
            Map.of(
                "PATH", "/bin",
                "BEARERD_CONFIG", "/etc/bearerd/bearerd.yaml",
                "BEARERD_PROVIDERS__ORDERS__CLIENT_SECRET", "MARK",
                "BEARERD_DEFAULTS__PASSWORD", "MARK",
                "NOTIFY_SOCKET", "/run/systemd/notify",
                "BEARERD_PATH", "of an outer hook"));

    ExecHook.prepare(environment, Occasions.PUBLISHED);

    assertThat(environment)
        .isEqualTo(
            Map.of(
                "PATH", "/bin",
                "BEARERD_CONFIG", "/etc/bearerd/bearerd.yaml",
                "BEARERD_PROVIDER", "orders",
                "BEARERD_PATH", "/run/tokens/orders:/run/tokens/orders header",
                "BEARERD_EXPIRES_AT", "2026-03-01T11:00:00Z"));
  }

  @Test
  void givesAnEmptyPathWhereNothingIsAFile() {
    var environment = new HashMap<String, String>();

    ExecHook.prepare(environment, new Occasion("orders", List.of(), Instant.EPOCH));

    assertThat(environment)
        .containsEntry("BEARERD_PATH", "")
        .containsEntry("BEARERD_EXPIRES_AT", "1970-01-01T00:00:00Z");
  }

  @Test
  void describesItselfWithoutArguments() {
    assertThat(new ExecHook(List.of("/bin/reload", "MARK"), TIMEOUT).description())
        .isEqualTo("exec /bin/reload");
  }

  @Test
  void needsAProgramAndSomeTime() {
    assertThatThrownBy(() -> new ExecHook(List.of(), TIMEOUT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ExecHook(List.of("true"), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
