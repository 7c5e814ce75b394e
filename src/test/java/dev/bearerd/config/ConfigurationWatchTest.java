package dev.bearerd.config;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationWatchTest {
  private static final Instant SECOND = Instant.parse("2026-01-01T00:00:00Z");

  private final Path directory;
  private final Path file;

  ConfigurationWatchTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.file = write("a.yaml", "one", 0);
  }

  @Test
  void isQuietWhileNothingChanges() {
    var watch = watch(file, directory);

    assertThat(looks(watch, 3)).containsExactly(false, false, false);
  }

  @Test
  void tellsAChangeOnceItRests() throws IOException {
    var watch = watch(file);

    Files.writeString(file, " and more", APPEND);

    assertThat(looks(watch, 4)).containsExactly(false, true, false, false);
  }

  @Test
  void waitsForTheEndOfWriting() throws IOException {
    var watch = watch(file);

    Files.writeString(file, "");
    assertThat(watch.hasChanged()).isFalse();
    Files.writeString(file, "half", APPEND);
    assertThat(watch.hasChanged()).isFalse();
    Files.writeString(file, " and half", APPEND);

    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void tellsASecondChangeAfterTheFirst() throws IOException {
    var watch = watch(file);
    Files.writeString(file, "second");
    looks(watch, 2);

    Files.writeString(file, "the third");

    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void noticesAnEditInPlaceOfEqualSizeWithinASecond() throws IOException {
    var watch = watch(file);

    write("a.yaml", "two", 1);

    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void noticesAReplacementOfEqualSizeAndTime() throws IOException {
    var watch = watch(file);

    Files.move(write("a.yaml~", "two", 0), file, REPLACE_EXISTING);

    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void tellsOnceOfAFileThatWasMissingForAMoment() throws IOException {
    var watch = watch(file);

    Files.delete(file);
    assertThat(watch.hasChanged()).isFalse();
    write("a.yaml", "back again", 0);

    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void forgetsAChangeThatWasTakenBack() throws IOException {
    var watch = watch(file);
    var aside = directory.resolve("aside");

    Files.move(file, aside);
    assertThat(watch.hasChanged()).isFalse();
    Files.move(aside, file);

    assertThat(looks(watch, 3)).containsExactly(false, false, false);
  }

  @Test
  void tellsOfAFileThatLeavesAndOfOneThatComes() throws IOException {
    var watch = watch(file);

    Files.delete(file);
    assertThat(looks(watch, 3)).containsExactly(false, true, false);

    write("a.yaml", "one", 0);
    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void waitsForAFileThatWasNeverThere() throws IOException {
    var watch = watch(directory.resolve("late.yaml"));
    assertThat(looks(watch, 2)).containsExactly(false, false);

    write("late.yaml", "one", 0);

    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void noticesTheSwapOfAMountedConfigMap() throws IOException {
    // Given a directory as the kubelet makes it
    var mount = Files.createDirectory(directory.resolve("mount"));
    var old = generation(mount, "..2026_01_01");
    Files.createSymbolicLink(mount.resolve("..data"), old.getFileName());
    Files.createSymbolicLink(mount.resolve("x.yaml"), Path.of("..data/x.yaml"));
    var watches = List.of(watch(mount), watch(mount.resolve("x.yaml")));

    // When it puts the next generation there, of the same size and time
    var next = generation(mount, "..2026_01_02");
    Files.createSymbolicLink(mount.resolve("..data_tmp"), next.getFileName());
    Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), REPLACE_EXISTING);
    Files.delete(old.resolve("x.yaml"));
    Files.delete(old);

    assertThat(watches)
        .allSatisfy(watch -> assertThat(looks(watch, 3)).containsExactly(false, true, false));
  }

  @Test
  void noticesFilesThatEnterAndLeaveADirectory() throws IOException {
    var watch = watch(directory);

    write("b.yml", "two", 0);
    assertThat(looks(watch, 3)).containsExactly(false, true, false);

    Files.delete(file);
    assertThat(looks(watch, 3)).containsExactly(false, true, false);

    Files.move(directory.resolve("b.yml"), directory.resolve("c.yml"));
    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void overlooksWhatIsNoConfiguration() throws IOException {
    var watch = watch(directory);

    write(".a.yaml.swp", "editor", 0);
    write(".hidden.yaml", "hidden", 0);
    write("a.yaml~", "backup", 0);
    write("notes.txt", "notes", 0);

    assertThat(looks(watch, 3)).containsExactly(false, false, false);
  }

  @Test
  void survivesADirectoryThatIsEmptyOrGone() throws IOException {
    var place = Files.createDirectory(directory.resolve("place"));
    var watch = watch(place);
    assertThat(looks(watch, 2)).containsExactly(false, false);

    Files.delete(place);
    assertThat(looks(watch, 3)).containsExactly(false, true, false);

    Files.createDirectory(place);
    write("place/a.yaml", "one", 0);
    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void survivesLinksThatLeadNowhere() throws IOException {
    var link = Files.createSymbolicLink(directory.resolve("z.yaml"), Path.of("z.yaml"));
    var watch = watch(link, directory);
    assertThat(looks(watch, 2)).containsExactly(false, false);

    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("a.yaml"));

    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void looksAtEveryLocation() throws IOException {
    var second = write("second", "two", 0);
    var watch = watch(file, second);

    Files.writeString(second, "more than two");

    assertThat(looks(watch, 3)).containsExactly(false, true, false);
  }

  @Test
  void isQuietAboutWhatWasSeen() throws IOException {
    var watch = watch(file);
    Files.writeString(file, "second");
    assertThat(watch.hasChanged()).isFalse();

    watch.seen();

    assertThat(looks(watch, 3)).containsExactly(false, false, false);
  }

  private static ConfigurationWatch watch(Path... locations) {
    return new ConfigurationWatch(List.of(locations));
  }

  private static List<Boolean> looks(ConfigurationWatch watch, int times) {
    var answers = new ArrayList<Boolean>();
    for (int i = 0; i < times; i++) {
      answers.add(watch.hasChanged());
    }
    return answers;
  }

  private Path generation(Path mount, String name) throws IOException {
    var generation = Files.createDirectory(mount.resolve(name));
    write("mount/" + name + "/x.yaml", "one", 0);
    return generation;
  }

  /** Writes in place, some milliseconds after the full second. */
  private Path write(String name, String text, int millis) throws IOException {
    var path = Files.writeString(directory.resolve(name), text);
    return Files.setLastModifiedTime(path, FileTime.from(SECOND.plusMillis(millis)));
  }
}
