package dev.bearerd.github;

import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.TokenSource;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The tokens of an app's installation. Each is asked for with a new JWT; nothing is held. */
public final class InstallationSource implements TokenSource {
  private final App app;
  private final InstallationRequest request;
  private final HttpTransport transport;
  private final HttpTransport.Limits limits;
  private final InstantSource clock;
  private final RandomGenerator random;

  public InstallationSource(
      App app,
      InstallationRequest request,
      HttpTransport transport,
      HttpTransport.Limits limits,
      InstantSource clock,
      RandomGenerator random) {
    this.app = app;
    this.request = request;
    this.transport = transport;
    this.limits = limits;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Answer fetch(Holdings holdings) {
    var call = request.call(app.jwt(clock, random));
    var sentAt = clock.instant();
    var reply = transport.send(call, limits);
    var token = new InstallationAnswer(call, reply).token(sentAt);
    return new Answer(token, Holdings.NOTHING, reply.clockSkew(sentAt), reply.pause());
  }
}
