package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.config.Configuration;
import dev.bearerd.config.ConfigurationReader;
import dev.bearerd.config.Difference;
import dev.bearerd.journal.Entry;
import dev.bearerd.journal.MemoryJournal;
import dev.bearerd.refresh.Agent;
import dev.bearerd.refresh.Provider;
import dev.bearerd.refresh.ProviderDefinition;
import dev.bearerd.shard.Sharding;
import dev.bearerd.status.RefreshMetrics;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which providers run here; none of them is asked for anything. */
final class RosterTest {
  private static final Sharding SHARDING = new Sharding(2);
  private static final List<String> NAMES = IntStream.range(0, 8).mapToObj(i -> "p" + i).toList();

  private final Path directory;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Configuration configuration;
  private final Workshop workshop;
  private final Agent agent;
  private final Roster roster;

  RosterTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    configuration = configuration(NAMES);
    workshop = new Workshop(configuration.agent());
    agent =
        new Agent(
            List.of(),
            new Agent.Limits(1, 1),
            new Agent.Executors(s -> {}, s -> {}, s -> {}, s -> {}, (delay, step) -> {}),
            new Agent.Clocks(workshop.clock(), () -> Duration.ZERO),
            event -> {});
    agent.stop(); // nothing is asked
    roster =
        new Roster(
            workshop,
            agent,
            new RefreshMetrics(registry, workshop.clock()),
            event -> {},
            configuration,
            definitions(configuration));
  }

  @Test
  void nothingRunsBeforeAShardBegins() {
    assertThat(agent.providers()).isEmpty();
    assertThat(roster.running()).isEmpty();
  }

  @Test
  void theProvidersOfAShardRunWhileItIsWorkedOn() {
    roster.begin(0, new MemoryJournal());
    assertThat(running()).containsExactlyElementsOf(of(0));

    roster.begin(1, new MemoryJournal());
    assertThat(running()).containsExactlyElementsOf(NAMES);

    assertThat(roster.end(0)).isTrue();
    assertThat(roster.end(0)).isFalse();
    assertThat(running()).containsExactlyElementsOf(of(1));
    assertThat(roster.running()).extracting(ProviderDefinition::name).isEqualTo(of(1));
    assertThat(roster.isIdle(0)).isTrue();
    assertThat(roster.isUnsaved(0)).isFalse();
  }

  @Test
  void whatRunsGoesOnWhenAnotherShardBegins() {
    roster.begin(0, new MemoryJournal());
    var before = agent.providers();

    roster.begin(1, new MemoryJournal());

    assertThat(agent.providers()).containsAll(before);
  }

  @Test
  void aShardThatBeginsAgainRunsByItsNewJournal() {
    var name = of(0).get(0);
    var token = token();
    roster.begin(0, new MemoryJournal());
    var journal = new MemoryJournal();
    journal.store(
        name,
        Entry.blank(roster.running().get(0).identity()).answered(token, Holdings.NOTHING, true));

    roster.begin(0, journal);

    assertThat(provider(name).state().token()).hasValue(token);
    assertThat(running()).containsExactlyElementsOf(of(0));
  }

  @Test
  void metricsAreOfWhatRunsHere() {
    roster.begin(0, new MemoryJournal());
    roster.begin(1, new MemoryJournal());
    roster.end(1);

    var measured =
        registry.getMeters().stream()
            .map(meter -> String.valueOf(meter.getId().getTag("provider")))
            .collect(Collectors.toSet());
    assertThat(measured).containsExactlyInAnyOrderElementsOf(of(0));
  }

  @Test
  void aReloadBringsWhatIsOfAShardThatIsWorkedOn() throws IOException {
    roster.begin(0, new MemoryJournal());
    var added = IntStream.range(0, 12).mapToObj(i -> "p" + i).toList();
    var next = configuration(added);

    roster.reload(next, definitions(next), Difference.between(configuration, next));

    assertThat(running())
        .containsExactlyElementsOf(
            added.stream().filter(name -> SHARDING.shardOf(name) == 0).toList());
  }

  @Test
  void aReloadTakesAwayWhatHasLeft() throws IOException {
    roster.begin(0, new MemoryJournal());
    var next = configuration(of(0).subList(1, of(0).size()));

    roster.reload(next, definitions(next), Difference.between(configuration, next));

    assertThat(running()).containsExactlyElementsOf(of(0).subList(1, of(0).size()));
  }

  private List<String> running() {
    return agent.providers().stream().map(Provider::name).toList();
  }

  private Provider provider(String name) {
    return agent.providers().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> of(int shard) {
    return NAMES.stream().filter(name -> SHARDING.shardOf(name) == shard).toList();
  }

  private static Token token() {
    var now = Instant.now();
    return new Token(
        new Secret("token-1"),
        List.of(),
        now,
        now.plusSeconds(3600),
        Token.ExpirySource.EXPIRES_IN);
  }

  private List<ProviderDefinition> definitions(Configuration of) {
    return workshop
        .assemble(
            of,
            settings ->
                (call, limits) -> {
                  throw new AssertionError("nothing is asked");
                })
        .providers();
  }

  private Configuration configuration(List<String> names) throws IOException {
    var providers =
        names.stream()
            .map(name -> "    %s: {token-url: 'https://h/t', client-id: a}\n".formatted(name))
            .collect(Collectors.joining());
    var text =
        "bearerd:\n  journal: {kubernetes-secret: {name: j}}\n  kubernetes: {shards: 2}\n"
            + "  providers:\n"
            + providers;
    var file = Files.writeString(directory.resolve("bearerd.yaml"), text);
    return new ConfigurationReader(Map.of()).read(List.of(file));
  }
}
