package dev.bearerd.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.MachineTime;
import dev.bearerd.kit.SeenRequest;
import dev.bearerd.kit.SelfSigned;
import dev.bearerd.kit.TokenServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One daemon keeps a token of each documented system fresh, against servers that are strict. */
final class FiveSystemsIT {
  private static final Duration LIFETIME = Duration.ofSeconds(4);
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final List<String> NAMES =
      List.of("connect", "registered", "configapi", "apk", "cloud");
  private static final String CONFIGURATION =
      """
      bearerd:
        journal: @DIR@/journal
        http: {port: 0}
        defaults:
          refresh: {at: 40%, jitter: 0%}
        providers:
          connect:
            preset: ibm-api-connect
            server: @HTTP@
            realm-type: provider
            username: chrisp
            password: password
            publish: [{file: "@DIR@/tokens/connect"}]
          registered:
            preset: ibm-api-connect
            server: @HTTP@
            realm: admin/default-idp-1
            registration-file: @DIR@/registration.yaml
            username: chrisp
            password: password
            publish: [{file: "@DIR@/tokens/registered"}]
          configapi:
            preset: configapi-v2
            server: @HTTP@
            client-id: clientid
            client-secret: qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ
            scopes: [example.com]
            publish: [{file: "@DIR@/tokens/configapi"}]
          apk:
            preset: wso2-apk
            server: @HTTPS@
            headers: {Host: idp.am.wso2.com}
            tls: {ca-file: @DIR@/server.pem}
            client-id: 45f1c5c8-a92e-11ed-afa1-0242ac120002
            client-secret: 4fbd62ec-a92e-11ed-afa1-0242ac120002
            publish: [{file: "@DIR@/tokens/apk"}]
          cloud:
            preset: wso2-api-cloud
            server: @HTTP@
            client-id: wU62DjlyDBnq87GlBwplfqvmAbAa
            client-secret: ksdSdoefDDP7wpaElfqvmjDue
            username: john@johns.org@johnsorg
            password: p&ss=1
            scopes: [update]
            publish: [{file: "@DIR@/tokens/cloud"}]
      """;
  static final String REGISTRATION =
      """
      type: registration
      api_version: 2.0.0
      name: consumingapplication
      client_type: toolkit
      title: This is demo application for consuming the API Manager Public APIs
      client_id: clientID
      client_secret: clientPassword
      scopes:
        - 'org:view'
        - 'org:manage'
      """;

  private final Place place;
  private final Bearerd bearerd;
  private final TokenServer http;
  private final TokenServer https;

  FiveSystemsIT(@TempDir Path directory) throws IOException {
    place = new Place(directory.toRealPath());
    bearerd = Bearerd.in(place.directory());
    http = TokenServer.http(LIFETIME);
    https = TokenServer.https(LIFETIME, SelfSigned.in(place.directory()));
    place.write("registration.yaml", REGISTRATION);
    place.configure(
        CONFIGURATION
            .replace("@HTTPS@", https.address().toString())
            .replace("@HTTP@", http.address().toString()));
  }

  @AfterEach
  void stop() {
    bearerd.close();
    http.close();
    https.close();
  }

  @Test
  void keepsEveryTokenValidThroughThreeRenewals() {
    var process = bearerd.start("--config", place.configuration(), "run");
    await("five tokens", () -> NAMES.stream().noneMatch(name -> place.read(name).isEmpty()));

    await("three renewals each, and no moment without a valid token", this::threeRenewals);
    var before = grants().size();
    http.revokeRefreshTokens();
    await("the password once more", () -> afterRevocation(before).contains("password"));

    assertThat(process.terminate()).isZero();
    assertThat(http.complaints()).isEmpty();
    assertThat(https.complaints()).isEmpty();
    assertThat(http.requests("/api/cloud/provider/identity-providers")).hasSize(1);
    assertThat(grants().subList(0, 4))
        .containsExactly("password", "refresh_token", "refresh_token", "refresh_token");
    assertThat(afterRevocation(before)).containsSequence("refresh_token", "password");
  }

  private boolean threeRenewals() {
    NAMES.forEach(this::assertValid);
    return realms("provider/") >= 4
        && realms("admin/") >= 4
        && http.requests("/configapi/v2/oauth/token").size() >= 4
        && https.requests("/oauth2/token").size() >= 4
        && grants().size() >= 4;
  }

  private void assertValid(String name) {
    var now = Instant.now(); // before it is read, as time passes between the two
    var token = place.read(name);
    var server = name.equals("apk") ? https : http;
    assertThat(server.expiry(token))
        .as("the end of the token of %s", name)
        .hasValueSatisfying(
            end -> assertThat(MachineTime.between(end.minus(LIFETIME), now)).isLessThan(LIFETIME));
  }

  private long realms(String prefix) {
    return http.requests("/api/token").stream()
        .filter(request -> request.fields().getOrDefault("realm", "").toString().startsWith(prefix))
        .count();
  }

  /** The grant types that API Cloud was asked for, in order. */
  private List<String> grants() {
    return http.requests("/token").stream()
        .map(SeenRequest::fields)
        .map(fields -> fields.getOrDefault("grant_type", "").toString())
        .toList();
  }

  private List<String> afterRevocation(int before) {
    var all = grants();
    return all.subList(Math.min(before, all.size()), all.size());
  }

  private void await(String what, BooleanSupplier condition) {
    Await.until(what, LIMIT, condition, () -> http.complaints() + " " + https.complaints());
  }
}
