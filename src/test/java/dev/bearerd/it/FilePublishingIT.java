package dev.bearerd.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.kit.AgentProcess;
import dev.bearerd.kit.Await;
import dev.bearerd.kit.Bearerd;
import dev.bearerd.kit.TokenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers of token files never see anything but a whole token, whatever happens to the agent. */
final class FilePublishingIT {
  private static final int READS = 1_000_000;
  private static final int READERS = 2;

  /** So many tokens each reader sees at least, however fast it reads. */
  private static final int TOKENS = 15;

  private static final int KILLS = 10;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String HEADER =
      """
      bearerd:
        journal: "@DIR@/journal"
        http: {port: 0}
        max-concurrent-per-host: 8
        defaults:
          preset: configapi-v2
          server: @SERVER@
          client-id: clientid
          client-secret: qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ
          scopes: [example.com]
          refresh: {at: 50%, jitter: 10%}
        providers:
      """;
  private static final String PROVIDER =
      """
          @NAME@:
            publish: [{file: "@DIR@/tokens/@NAME@"}, {file: "@DIR@/tokens/@NAME@.copy"}]
      """;

  private final Place place;
  private final Bearerd bearerd;
  private final TokenServer server = TokenServer.http(Duration.ofSeconds(2));

  FilePublishingIT(@TempDir Path directory) throws IOException {
    place = new Place(directory.toRealPath());
    bearerd = Bearerd.in(place.directory());
  }

  @AfterEach
  void stop() {
    bearerd.close();
    server.close();
  }

  @Test
  @Timeout(120) // of seconds: else it would wait for ever for renewals that do not come
  void showsOnlyWholeTokensToAMillionReads() throws Exception {
    var files = configure(3);
    var process = bearerd.start("--config", place.configuration(), "run");
    awaitAll(files, process);

    var seen = new HashSet<String>();
    for (var reader : read(List.copyOf(files))) {
      seen.addAll(reader);
    }

    assertThat(seen).allMatch(token -> server.expiry(token).isPresent());
    assertThat(process.terminate()).isZero();
  }

  @Test
  void leavesWholeTokensAndNothingElseWhenKilled() {
    var files = configure(20);
    var random = new Random(20260101);
    for (var i = 0; i < KILLS; i++) {
      var process = bearerd.start("--config", place.configuration(), "run");
      awaitRenewal(files, process);
      sleep(random.nextInt(600));

      process.kill();

      assertThat(files).allMatch(name -> server.expiry(place.read(name)).isPresent());
    }
    var last = bearerd.start("--config", place.configuration(), "run");
    awaitRenewal(files, last);
    assertThat(last.terminate()).isZero();
    assertThat(place.names()).isEqualTo(files);
  }

  @Test
  void publishesADirectoryAsOneGeneration() throws IOException {
    var publish = "publish: [{directory: {path: '@DIR@/tokens', entries: {t: raw, h: header}}}]";
    place.configure(
        HEADER.replace("@SERVER@", server.address().toString()) + "    p: {" + publish + "}\n");

    var once = bearerd.run("--config", place.configuration(), "once");

    assertThat(once.exitCode()).as(once.stderr()).isZero();
    assertThat(server.expiry(place.read("t"))).isPresent();
    assertThat(place.read("h")).isEqualTo("Authorization: Bearer " + place.read("t") + "\n");
    assertThat(Files.isSymbolicLink(place.token("..data"))).isTrue();
    assertThat(place.names()).hasSize(4).contains("..data", "h", "t");
  }

  /** Configures so many providers; returns the names of their files. */
  private Set<String> configure(int providers) {
    var yaml = new StringBuilder(HEADER.replace("@SERVER@", server.address().toString()));
    var files = new TreeSet<String>();
    for (var i = 0; i < providers; i++) {
      var name = "p" + i;
      yaml.append(PROVIDER.replace("@NAME@", name));
      files.addAll(List.of(name, name + ".copy"));
    }
    place.configure(yaml.toString());
    return files;
  }

  /** Waits until every file has been written since now. */
  private void awaitRenewal(Set<String> files, AgentProcess process) {
    var before = contents(files);
    Await.until(
        "new tokens", LIMIT, () -> Collections.disjoint(before, contents(files)), process::stderr);
    awaitAll(files, process);
  }

  /** The tokens that are there now. */
  private Set<String> contents(Set<String> files) {
    return files.stream()
        .map(place::read)
        .filter(token -> !token.isEmpty())
        .collect(Collectors.toSet());
  }

  /** Waits until there are just these files, so nothing is left of a write that was cut off. */
  private void awaitAll(Set<String> files, AgentProcess process) {
    Await.until(
        "just the files " + files,
        LIMIT,
        () -> place.names().equals(files),
        () -> place.names() + "\n" + process.stderr());
  }

  /** What each reader has seen. */
  private List<Set<String>> read(List<String> files) throws Exception {
    var pool = Executors.newFixedThreadPool(READERS);
    try {
      var readers = new ArrayList<Callable<Set<String>>>();
      for (var i = 0; i < READERS; i++) {
        readers.add(() -> readMany(files, READS / READERS));
      }
      var all = new ArrayList<Set<String>>();
      for (var reader : pool.invokeAll(readers)) {
        all.add(reader.get());
      }
      return all;
    } finally {
      pool.shutdownNow();
    }
  }

  /** A missing file is an exception; a torn one is a token that the server does not know. */
  private Set<String> readMany(List<String> files, int times) throws IOException {
    var seen = new HashSet<String>();
    for (var i = 0; i < times || seen.size() < TOKENS; i++) {
      seen.add(Files.readString(place.token(files.get(i % files.size()))));
    }
    return seen;
  }

  private static void sleep(int milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
