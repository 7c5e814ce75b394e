package dev.bearerd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with files as such: not there, not text, not YAML. */
final class ConfigurationFilesTest {
  private final Path directory;

  ConfigurationFilesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void reportsAMissingFile() {
    assertThat(problems(directory.resolve("x.yaml")))
        .containsExactly("x.yaml: does not exist; give --config or set BEARERD_CONFIG");
  }

  @Test
  void reportsADirectoryWithoutYaml() throws IOException {
    Files.writeString(directory.resolve("x.json"), "{}");

    assertThat(problems(directory))
        .containsExactly(directory + ": is a directory without any *.yaml file");
  }

  @Test
  void reportsADirectoryNamedLikeAFile() throws IOException {
    Files.createDirectory(directory.resolve("x.yaml"));

    assertThat(problems(directory)).containsExactly("x.yaml: is a directory; a file was expected");
  }

  @Test
  void reportsALinkThatLeadsNowhere() throws IOException {
    Files.createSymbolicLink(directory.resolve("x.yaml"), Path.of("gone"));

    assertThat(problems(directory))
        .containsExactly("x.yaml: does not exist; give --config or set BEARERD_CONFIG");
  }

  @Test
  void reportsWhereTheFileIsNotUtf8() throws IOException {
    var text = "bearerd:\n  journal: /caf\u00e9\n";

    assertThat(problems(write(text.getBytes(StandardCharsets.ISO_8859_1))))
        .containsExactly("x.yaml:2: is not UTF-8 text: byte 25 is not part of a character");
    assertThat(problems(write(text.getBytes(StandardCharsets.UTF_16))))
        .containsExactly("x.yaml:1: is not UTF-8 text: byte 1 is not part of a character");
    assertThat(problems(write(new byte[] {'a', (byte) 0xe2, (byte) 0x82})))
        .containsExactly("x.yaml:1: is not UTF-8 text: byte 2 is not part of a character");
  }

  @Test
  void acceptsAByteOrderMark() throws IOException {
    var file = write("\ufeffbearerd: {providers: {a: {}}}".getBytes(StandardCharsets.UTF_8));

    assertThatCode(() -> read(file)).doesNotThrowAnyException();
  }

  @Test
  void reportsTheProblemsOfAllFiles() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), "");
    Files.writeString(directory.resolve("b.yaml"), "a: b: c");

    assertThat(problems(directory))
        .containsExactly(
            "a.yaml: is empty; it must start with the key bearerd",
            "b.yaml:1: is not YAML: a second colon; check the indentation, or quote the value");
  }

  @ParameterizedTest
  @MethodSource
  void saysInPlainWordsWhyItIsNotYaml(String text, String expected) throws IOException {
    assertThat(problems(write(text.getBytes(StandardCharsets.UTF_8)))).containsExactly(expected);
  }

  static Stream<Arguments> saysInPlainWordsWhyItIsNotYaml() {
    return Stream.of(
        Arguments.of("", "x.yaml: is empty; it must start with the key bearerd"),
        Arguments.of("# nothing", "x.yaml: is empty; it must start with the key bearerd"),
        Arguments.of(
            "a:\n\tc: d", "x.yaml:2: is not YAML: a tab is used for indentation; use spaces"),
        Arguments.of(
            "a:\n  b: c\n d: e",
            "x.yaml:3: is not YAML: the indentation does not fit the lines above"),
        Arguments.of(
            "a:\n- b\nc", "x.yaml:3: is not YAML: a colon with a space after the key is missing"),
        Arguments.of(
            "a:\n  b: 'c\n  d: e",
            "x.yaml:2: is not YAML: a quote is opened here and never closed"),
        Arguments.of(
            "a:\n  b: \"c\n  d: e",
            "x.yaml:2: is not YAML: a quote is opened here and never closed"),
        Arguments.of(
            "a: \"\\MARK\"",
            "x.yaml:1: is not YAML: an unknown \\ escape in double quotes; use single quotes"),
        Arguments.of("a: {b: c", "x.yaml:1: is not YAML: a comma or } is missing"),
        Arguments.of("a: [b, c", "x.yaml:1: is not YAML: a comma or ] is missing"),
        Arguments.of(
            "a: @MARK", "x.yaml:1: is not YAML: a value starts with a special character; quote it"),
        Arguments.of(
            "a: *MARK",
            "x.yaml:1: is not YAML: a value starts with * but no such anchor exists; quote it"),
        Arguments.of(
            "a: !MARK", "x.yaml:1: tags are not supported; quote a value that starts with !"),
        Arguments.of(
            "a: !!java.net.URL [MARK]",
            "x.yaml:1: is not YAML: tags are not supported; quote a value that starts with !"),
        Arguments.of(
            "a: !!binary MARK",
            "x.yaml:1: tags are not supported; quote a value that starts with !"),
        Arguments.of(
            "a: b\n---\nc: d",
            "x.yaml:2: is not YAML: holds more than one document; make a file of each"),
        Arguments.of("a: b\u0001", "x.yaml:1: is not YAML: a control character; remove it"),
        Arguments.of("a: b\na: c", "x.yaml:2: a: is there twice, first at x.yaml:1"),
        Arguments.of(
            "{{ MARK }}: b",
            "x.yaml:1: a key must be a text; quote a value that starts with { or ["),
        Arguments.of("\"\": b", "x.yaml:1: a key is empty, too long or contains a line break"),
        Arguments.of("a: &x [*x]", "x.yaml:1: aliases repeat too much here; write the values out"));
  }

  @Test
  void boundsWhatAliasesMultiply() throws IOException {
    var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 20; i++) {
      var alias = "*a" + (i - 1);
      laughs.append(
          "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, alias))));
    }

    assertThat(problems(write(laughs.toString().getBytes(StandardCharsets.UTF_8))))
        .singleElement()
        .asString()
        .endsWith("aliases repeat too much here; write the values out");
  }

  @Test
  void boundsTheDepth() throws IOException {
    assertThat(problems(write("[".repeat(100_000).getBytes(StandardCharsets.UTF_8))))
        .containsExactly("x.yaml: is not YAML: is nested too deeply");
  }

  /** Whatever bytes a file holds, it is read or refused in words, and no secret is shown. */
  @Test
  void neverFailsInAnotherWayAndNeverShowsASecret() throws IOException {
    var random = new Random(42);
    var good =
        """
        bearerd:
          http: {port: 9465}
          defaults: {timeout: 10s, refresh: {at: 75%}}
          providers:
            a: &a
              client-id: "id"
              client-secret: 'MARKED'
              password: MARKED
              token-url: https://example.com/token
              scopes: [a, b]
              headers:
                x: MARKED
              publish:
                - file: {path: /x, mode: 0640}
            b:
              audience: "${AUDIENCE:x}"
              refresh-token: MARKED
        """
            .getBytes(StandardCharsets.UTF_8);
    var reader = new ConfigurationReader(Map.of());
    for (int round = 0; round < 1000; round++) {
      var file = write(mutated(good, random));
      try {
        reader.read(List.of(file));
      } catch (ConfigurationException e) {
        assertThat(e.getMessage()).isNotEmpty().doesNotContain("MARKED", "SRCFG", "Exception");
      }
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    var signs = "\t\n :-{}[]&*!|>'\"%@`#,?$\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    var bytes =
        Arrays.copyOf(
            good, random.nextInt(10) == 0 ? random.nextInt(good.length) + 1 : good.length);
    for (int change = random.nextInt(4); change >= 0; change--) {
      bytes[random.nextInt(bytes.length)] = signs[random.nextInt(signs.length)];
    }
    return bytes;
  }

  private List<String> problems(Path location) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(location))
        .problems()
        .stream()
        .map(problem -> problem.toString().replace(directory + "/", ""))
        .toList();
  }

  private static Configuration read(Path location) {
    return new ConfigurationReader(Map.of()).read(List.of(location));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("x.yaml"), bytes);
  }
}
