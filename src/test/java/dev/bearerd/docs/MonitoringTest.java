package dev.bearerd.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts and the dashboard ask for metrics that there are. */
final class MonitoringTest {
  private static final Path MANIFESTS = Path.of("k8s/overlays/monitoring");
  private static final Pattern METRIC = Pattern.compile("\\bbearerd_[a-z_]+");
  private static final Page PAGE = Page.of("docs/metrics.md");

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yaml", "bearerd.json"})
  void asksForMetricsThatThereAre(String file) throws IOException {
    var asked =
        METRIC
            .matcher(Files.readString(MANIFESTS.resolve(file)))
            .results()
            .map(match -> match.group().replaceFirst("_(count|sum)$", ""))
            .collect(Collectors.toSet());

    assertThat(asked).isNotEmpty().isSubsetOf(Page.names(PAGE.head()));
  }

  @Test
  void everyAlertOfThePageIsThere() throws IOException {
    var alerts = Files.readString(MANIFESTS.resolve("alerts.yaml"));

    assertThat(metrics(PAGE.section("Alerts"))).isNotEmpty().isSubsetOf(metrics(alerts));
  }

  @Test
  void panelsOfTheDashboardDoNotOverlap() throws IOException {
    var dashboard = new ObjectMapper().readTree(MANIFESTS.resolve("bearerd.json").toFile());
    var places = dashboard.path("panels").findValues("gridPos");

    assertThat(places).isNotEmpty().doesNotHaveDuplicates();
    assertThat(dashboard.path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
  }

  private static List<String> metrics(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).toList();
  }
}
