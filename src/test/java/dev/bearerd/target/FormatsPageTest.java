package dev.bearerd.target;

import static dev.bearerd.target.Tokens.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/formats.md shows what is really written. */
final class FormatsPageTest {
  private static final Path PAGE = Path.of("docs/formats.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\n(.*?)^```$");
  private static final Token TOKEN = token("eyJhbGci.x.y", List.of("read", "write"));

  static List<String> names() {
    return StandardFormat.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void showsEachFormat(String name) {
    var format = StandardFormat.named(name).orElseThrow();

    assertThat(blocks(name).get(0)).isEqualTo(render(format).stripTrailing() + "\n");
  }

  @Test
  void showsTheFormatsWithSettings() {
    assertThat(blocks("netrc"))
        .containsExactly(render(new NetrcFormat(List.of("git.example.com"), "oauth2")));
    assertThat(blocks("docker-config"))
        .containsExactly(render(new DockerConfigFormat(List.of("ghcr.io"), "bot")));
    assertThat(blocks("envoy-sds").get(0)).isEqualTo(render(new EnvoySdsFormat("orders", false)));
  }

  @Test
  void showsATemplateAndWhatBecomesOfIt(@TempDir Path directory) throws IOException {
    var blocks = blocks("template");
    var file = Files.writeString(directory.resolve("template"), blocks.get(0));

    assertThat(render(new TemplateFormat(file))).isEqualTo(blocks.get(1));
  }

  private static List<String> blocks(String name) {
    var section = page().split("\n## " + name + "\n", -1)[1].split("\n## ", -1)[0];
    return BLOCK.matcher(section).results().map(FormatsPageTest::content).toList();
  }

  private static String content(MatchResult block) {
    return block.group(1);
  }

  private static String page() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String render(Format format) {
    return new String(format.render(TOKEN), UTF_8);
  }
}
