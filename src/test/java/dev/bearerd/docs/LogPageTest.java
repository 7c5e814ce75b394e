package dev.bearerd.docs;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/operations.md has each line that bearerd can log, with its level, and no other. */
final class LogPageTest {
  private static final Pattern LOGGER_TYPE =
      Pattern.compile(
          "\\b(?:jboss\\.logging|slf4j|util\\.logging|quarkus\\.logging|System\\.Logger)");

  @Test
  void everyLineOfTheLogHasARowWithItsLevel() {
    var rows =
        Page.rows(Page.of("docs/operations.md").section("The log")).stream()
            .map(row -> row.split(" \\| "))
            .collect(toMap(cells -> cells[0].replaceAll("[|`]", "").strip(), cells -> cells[1]));

    assertThat(rows).isEqualTo(LogLines.all()).containsKeys("started", "host down", "no journal");
  }

  /** What was logged in another way would not be found. */
  @Test
  void linesAreWrittenSoThatTheyAreFound() {
    assertThat(LogLines.withoutText()).containsExactly("LOG.warn(advice)");
    assertThat(LogLines.sources())
        .allSatisfy(
            (path, source) -> {
              if (LOGGER_TYPE.matcher(source).find()) {
                assertThat(source).contains("Logger LOG = Logger.getLogger(");
              }
            });
  }

  @Test
  void findsALineHoweverItIsWritten() {
    var source =
        """
        LOG.info("alone");
        LOG.warnf("with keys a=%s", "no line");
        LOG.errorf("with value %s", "no line");
        LOG.infof(
            changed
                ? "one a=%s"
                : "other a=%s b=\\"quoted, text\\"",
            "no line a=");
        advice.add("of advice provider=" + name + " advice=\\"text\\"");
        """;

    assertThat(LogLines.in(source))
        .isEqualTo(
            Map.of(
                "alone", "INFO",
                "with keys", "WARN",
                "with value", "ERROR",
                "one", "INFO",
                "other", "INFO",
                "of advice", "WARN"));
  }
}
