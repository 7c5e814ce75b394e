package dev.bearerd.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bearerd.token.Secret;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Path first;
  private final Path second;

  CredentialsTest(@TempDir Path directory) {
    first = directory.resolve("first");
    second = directory.resolve("second");
  }

  @Test
  void differAfterAFileWasReplacedByAnOlderOneOfTheSameSize() throws IOException {
    write(first, "one", NOW);
    var credentials = credentials();
    var before = credentials.version();

    write(second, "two", NOW.minusSeconds(60));
    Files.move(second, first, StandardCopyOption.REPLACE_EXISTING);

    assertThat(credentials.version()).isNotEqualTo(before);
  }

  @Test
  void differAfterAFileHasComeOrGone() throws IOException {
    var credentials = credentials();
    var missing = credentials.version();

    write(first, "one", NOW);
    var there = credentials.version();
    Files.delete(first);

    assertThat(there).isNotEqualTo(missing);
    assertThat(credentials.version()).isEqualTo(missing);
  }

  @Test
  void differOnlyAfterARestartWhereTheConfigurationChanged() throws IOException {
    var credentials = new Credentials(List.of(), List.of(first), List.of(second), List.of(), true);
    var before = credentials.version();

    write(second, "two", NOW);

    assertThat(credentials.version()).isEqualTo(before);
    assertThat(credentials.changedAt()).contains(NOW);
  }

  @Test
  void knowWhenAFileChangedLast() throws IOException {
    assertThat(credentials().changedAt()).isEmpty();

    write(first, "one", NOW);
    write(second, "two", NOW.plusSeconds(5));

    assertThat(credentials().changedAt()).contains(NOW.plusSeconds(5));
  }

  @Test
  void knowTheSecretsThatCanBeFound() {
    var credentials =
        new Credentials(
            List.of(
                () -> new Secret("s"),
                () -> {
                  throw TokenException.local("client-secret-file does not exist");
                }),
            List.of(),
            false);

    assertThat(credentials.known()).containsExactly(new Secret("s"));
  }

  @Test
  void areNotNewOnceTheyCanBeSeenAgain() {
    var kept = new FakeKept();
    var credentials = new Credentials(List.of(), List.of(first), List.of(), List.of(kept), true);
    var unknown = credentials.version();
    kept.version = Optional.of("one");
    kept.changedAt = Optional.of(NOW.minusSeconds(60));

    assertThat(credentials.areNew(unknown, Optional.of(NOW))).isFalse();
    assertThat(credentials.areNew(unknown, Optional.empty())).isTrue();
    kept.changedAt = Optional.of(NOW.plusSeconds(1));
    assertThat(credentials.areNew(unknown, Optional.of(NOW))).isTrue();
  }

  @Test
  void areNewWhereTheyDifferAndAreKnown() {
    var kept = new FakeKept();
    var credentials = new Credentials(List.of(), List.of(first), List.of(), List.of(kept), true);
    kept.version = Optional.of("one");
    var one = credentials.version();
    assertThat(credentials.areNew(one, Optional.of(NOW))).isFalse();
    assertThat(credentials.areNew(List.of(), Optional.of(NOW))).isTrue();

    kept.version = Optional.empty();
    assertThat(credentials.areNew(one, Optional.of(NOW))).isFalse();

    kept.version = Optional.of("two");
    assertThat(credentials.areNew(one, Optional.of(NOW))).isTrue();
  }

  /** A secret in a place that cannot always be seen. */
  private static final class FakeKept implements Credentials.Kept {
    private Optional<String> version = Optional.empty();
    private Optional<Instant> changedAt = Optional.empty();

    @Override
    public Optional<String> version() {
      return version;
    }

    @Override
    public Optional<Instant> changedAt() {
      return changedAt;
    }
  }

  private Credentials credentials() {
    return new Credentials(List.of(), List.of(first, second), false);
  }

  private static void write(Path file, String text, Instant modified) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}
