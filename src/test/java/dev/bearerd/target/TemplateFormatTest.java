package dev.bearerd.target;

import static dev.bearerd.target.Tokens.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateFormatTest {
  private final Path file;

  TemplateFormatTest(@TempDir Path directory) {
    file = directory.resolve("npmrc.qute");
  }

  @Test
  void fillsEveryName() throws IOException {
    assertThat(
            render(
                "{token}|{type}|{header}|{scopes.size}|{obtainedAt}|{expiresAt}|{expiresAtSeconds}"))
        .isEqualTo(
            "abc|Bearer|Authorization: Bearer abc|2|2026-03-01T10:00:00Z|2026-03-01T11:00:00Z|1772362800");
  }

  @Test
  void repeatsForEachScope() throws IOException {
    assertThat(render("{#for scope in scopes}[{scope}]{/for}")).isEqualTo("[read][write]");
  }

  @Test
  void keepsTheBracesOfJson() throws IOException {
    assertThat(render("{\"auth\": {\"token\": \"{token}\"}}\n"))
        .isEqualTo("{\"auth\": {\"token\": \"abc\"}}\n");
  }

  @Test
  void escapesNothing() throws IOException {
    Files.writeString(file, "<t>{token}</t>");

    assertThat(text(new TemplateFormat(file).render(token("a<b&c\"d'e"))))
        .isEqualTo("<t>a<b&c\"d'e</t>");
  }

  @Test
  void readsTheFileAnewForEachToken() throws IOException {
    var format = new TemplateFormat(file);
    Files.writeString(file, "one {token}");
    assertThat(text(format.render(token("abc")))).isEqualTo("one abc");

    Files.writeString(file, "two {token}");

    assertThat(text(format.render(token("abc")))).isEqualTo("two abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{tokn}",
        "{token.length}",
        "{token.getClass}",
        "{refreshToken}",
        "{#if token}",
        "{#for scope in scope}{/for}",
        "{#include other /}",
        "{#unknown}",
        "a\n{token\n",
        "{/if}"
      })
  void refusesATemplateWithAnErrorInOneLine(String template) throws IOException {
    Files.writeString(file, template);
    var format = new TemplateFormat(file);

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(format::check)
        .satisfies(e -> assertThat(e).hasMessageMatching("template " + file + " has an error: .+"));
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> format.render(token("the-secret")))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("the-secret", "\n"));
  }

  @Test
  void acceptsAGoodTemplate() throws IOException {
    Files.writeString(file, "{token}");

    new TemplateFormat(file).check();
  }

  @Test
  void saysWhyTheFileCannotBeRead() throws IOException {
    assertRefused("does not exist");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertRefused("is not UTF-8 text");
    Files.write(file, new byte[1024 * 1024 + 1]);
    assertRefused("is larger than 1 MiB");
    Files.delete(file);
    Files.createDirectory(file);
    assertRefused("is a directory");
  }

  private void assertRefused(String why) {
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> new TemplateFormat(file).check())
        .withMessage("template " + file + " " + why);
  }

  private String render(String template) throws IOException {
    Files.writeString(file, template);
    return text(new TemplateFormat(file).render(token("abc", List.of("read", "write"))));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
