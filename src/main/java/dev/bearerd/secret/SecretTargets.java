package dev.bearerd.secret;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Makes the targets of one cluster, which tell each other when it is back after an outage. */
public final class SecretTargets {
  private final Secrets secrets;
  private final InstantSource clock;
  private final Recovery recovery;

  /**
   * @param uptime a clock that nobody can set
   */
  public SecretTargets(Secrets secrets, InstantSource clock, Supplier<Duration> uptime) {
    this.secrets = secrets;
    this.clock = clock;
    this.recovery = new Recovery(uptime);
  }

  public SecretTarget target(Claim claim) {
    return new SecretTarget(claim, secrets, recovery, clock);
  }
}
