package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The watchdog, as systemd asks for it. */
final class SystemdTest {
  private static final long SELF = ProcessHandle.current().pid();

  @Test
  void reportsInHalfTheTimeThatSystemdWaits() {
    var environment = Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "" + SELF);

    assertThat(systemd(environment).watchdogInterval()).contains(Duration.ofSeconds(15));
  }

  @Test
  void takesAWatchdogWithoutProcessForItsOwn() {
    var environment = Map.of("WATCHDOG_USEC", "1001");

    assertThat(systemd(environment).watchdogInterval()).contains(Duration.ofNanos(500_500));
  }

  @Test
  void leavesTheWatchdogOfAnotherProcessAlone() {
    var environment = Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "" + (SELF + 1));

    assertThat(systemd(environment).watchdogInterval()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "soon", "1.5", "99999999999999999999"})
  void hasNoWatchdogWithoutATimeThatMakesSense(String microseconds) {
    assertThat(systemd(Map.of("WATCHDOG_USEC", microseconds)).watchdogInterval()).isEmpty();
    assertThat(systemd(Map.of()).watchdogInterval()).isEmpty();
  }

  private static Systemd systemd(Map<String, String> environment) {
    return new Systemd(environment, complaint -> {});
  }
}
