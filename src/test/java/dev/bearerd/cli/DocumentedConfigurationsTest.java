package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bearerd.docs.Page;
import dev.bearerd.kit.SelfSigned;
import dev.bearerd.kit.SigningKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every YAML block of the documents, and every configuration of the manifests, passes {@code check}
 * as it is.
 */
final class DocumentedConfigurationsTest {
  private static final Pattern PLACE = Pattern.compile("(?<=[\\s\"'])/(?=(etc|run|var)/)");

  static Stream<Arguments> blocks() {
    return Page.all().stream()
        .flatMap(page -> page.blocks("yaml").stream().map(yaml -> arguments(page, yaml)));
  }

  static Stream<Arguments> manifests() throws IOException {
    try (var files = Files.walk(Path.of("k8s"))) {
      return files
          .filter(file -> file.endsWith("bearerd.yaml"))
          .map(file -> arguments(file, Page.of(file.toString()).text()))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"blocks", "manifests"})
  void passesCheck(Object document, String yaml, @TempDir Path root) throws IOException {
    var file = Files.writeString(root.resolve("bearerd.yaml"), below(root, yaml));
    makeWhatIsRead(root, Files.readString(file));
    var out = new StringWriter();
    var err = new StringWriter();

    var exitCode =
        Bearerd.commandLine(Map.of(), new PrintWriter(out), new PrintWriter(err))
            .execute("--config", file.toString(), "check");

    assertThat(err.toString()).as(document.toString()).isEmpty();
    assertThat(out.toString()).contains("no problems");
    assertThat(exitCode).isZero();
  }

  /** Below a directory of this test, whatever there is on this machine. */
  private static String below(Path root, String yaml) {
    return PLACE.matcher(yaml).replaceAll(root + "/");
  }

  /** What is named below /etc and /var/run/secrets must be there; the rest is written. */
  private static void makeWhatIsRead(Path root, String yaml) throws IOException {
    var named =
        Pattern.compile(Pattern.quote(root.toString()) + "/(etc|var/run/secrets)/[\\w./-]+");
    for (var place : named.matcher(yaml).results().map(match -> match.group()).toList()) {
      var file = Path.of(place);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, content(root, place));
    }
  }

  private static String content(Path root, String place) throws IOException {
    if (place.endsWith(".pem")) {
      return Files.readString(selfSigned(root).pem());
    }
    if (place.endsWith("/client.key")) {
      return selfSigned(root).key();
    }
    if (place.endsWith(".key")) {
      return SigningKeys.pem();
    }
    if (place.endsWith(".json")) {
      return SigningKeys.serviceAccount();
    }
    return place.contains("registration") ? "{client_id: id, client_secret: s3cret}" : "secret";
  }

  private static SelfSigned selfSigned(Path root) throws IOException {
    var directory = root.resolve("self-signed");
    if (Files.exists(directory)) {
      return new SelfSigned(directory.resolve("server.p12"), directory.resolve("server.pem"));
    }
    return SelfSigned.in(Files.createDirectory(directory));
  }
}
