package dev.bearerd.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.refresh.RefreshEvent;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class EventLogTest {
  @Test
  void tellsOfEveryEvent() {
    var told = new EventLog(InstantSource.system()).told();

    assertThat(told).containsExactlyInAnyOrder(RefreshEvent.class.getPermittedSubclasses());
  }
}
