package dev.bearerd.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.Bearerd;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong configuration: every problem at once, each with its place, and nothing else happens. */
final class ConfigurationErrorsIT {
  private static final String MANY_PROBLEMS =
      """
      bearerd:
        providers:
          typo:
            token-url: https://localhost/token
            client-idd: someone
            publish: [{file: /tmp/bearerd-it/typo}]
          twice:
            token-url: https://localhost/token
            client-id: someone
            client-secret: hush-hush
            client-secret-file: /tmp/bearerd-it/secret
            timeout: soon
            publish: [{file: /tmp/bearerd-it/twice}]
          plain:
            token-url: http://example.org/token
            client-id: ${NO_SUCH_VARIABLE}
            publish: [{file: /tmp/bearerd-it/twice}]
      """;

  private final Place place;
  private final Bearerd bearerd;

  ConfigurationErrorsIT(@TempDir Path directory) throws IOException {
    place = new Place(directory.toRealPath());
    bearerd = Bearerd.in(place.directory());
  }

  @AfterEach
  void stop() {
    bearerd.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check"})
  void reportsEveryProblemAtOnceWithItsPlace(String command) {
    place.configure(MANY_PROBLEMS);

    var result = refused(command);

    assertThat(result)
        .containsPattern("bearerd.yaml:5:? .*client-idd.*client-id")
        .containsPattern("bearerd.yaml:1[01]:? .*client-secret")
        .containsPattern("bearerd.yaml:12:? .*timeout")
        .containsPattern("bearerd.yaml:15:? .*token-url")
        .containsPattern("bearerd.yaml:16:? .*client-id.*NO_SUCH_VARIABLE")
        .containsPattern(
            "bearerd.yaml:17: providers.plain.publish.*providers.twice.*bearerd.yaml:13")
        .doesNotContain("hush-hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bearerd: [", "bearerd: {providers: {}, providers: {}}"})
  void reportsFilesThatAreNoConfiguration(String text) {
    place.configure(text);

    assertThat(refused("once")).contains("bearerd.yaml");
  }

  @Test
  void reportsAFileThatIsMissing() {
    assertThat(refused("check")).contains("bearerd.yaml");
  }

  private String refused(String command) {
    var result = bearerd.run("--config", place.configuration(), command);

    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr()).doesNotContain("\tat ", "Exception");
    return result.stderr();
  }
}
