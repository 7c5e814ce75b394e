package dev.bearerd.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicDirectoryTest {
  private static final Map<String, byte[]> ONE = entries("token=one", "header=h-one");
  private static final Map<String, byte[]> TWO = entries("token=two", "header=h-two");

  private final Path parent;
  private final Path path;
  private final AtomicDirectory directory;

  AtomicDirectoryTest(@TempDir Path temporary) throws IOException {
    parent = temporary.toRealPath(); // a link of the system in the way would blur the messages
    path = parent.resolve("orders");
    directory = with("0600");
  }

  @Test
  void laysEntriesOutAsTheKubeletDoes() throws IOException {
    assertThat(directory.write(ONE)).isTrue();

    assertThat(path.resolve("token")).isSymbolicLink().hasContent("one");
    assertThat(Files.readSymbolicLink(path.resolve("token"))).isEqualTo(Path.of("..data/token"));
    assertThat(path.resolve("..data")).isSymbolicLink().isDirectory();
    var generation = Files.readSymbolicLink(path.resolve("..data"));
    assertThat(generation.toString()).startsWith("..").doesNotContain("/");
    assertThat(path.resolve(generation).toFile().list())
        .containsExactlyInAnyOrder("token", "header");
    assertThat(names())
        .containsExactlyInAnyOrder("..data", generation.toString(), "token", "header");
  }

  @Test
  void replacesAllEntries() {
    directory.write(ONE);

    assertThat(directory.write(TWO)).isTrue();

    assertThat(path.resolve("token")).hasContent("two");
    assertThat(path.resolve("header")).hasContent("h-two");
  }

  @Test
  void keepsOneEarlierGenerationForReadersThatAreInIt() throws IOException {
    directory.write(ONE);
    var first = current();
    directory.write(TWO);
    var second = current();
    assertThat(first.resolve("header")).hasContent("h-one");

    directory.write(ONE);

    assertThat(first).doesNotExist();
    assertThat(second.resolve("header")).hasContent("h-two");
    assertThat(generations()).hasSize(2);
  }

  @Test
  void leavesTheSameEntriesAlone() throws IOException {
    directory.write(ONE);
    var before = current();

    assertThat(directory.write(ONE)).isFalse();

    assertThat(current()).isEqualTo(before);
  }

  @Test
  void givesTheExactModesWhateverTheUmask() throws IOException {
    for (var mode :
        List.of("0600:rwx------", "0640:rwxr-x---", "0644:rwxr-xr-x", "0400:r-x------")) {
      var octal = mode.substring(0, 4);
      assertThat(with(octal).write(ONE)).as("only the mode differs").isTrue();
      assertThat(with(octal).write(ONE)).isFalse();

      assertThat(Files.getPosixFilePermissions(path.resolve("token")))
          .isEqualTo(FileAttributes.mode(octal));
      assertThat(modeOf(current())).isEqualTo(mode.substring(5));
    }
    assertThat(generations()).hasSize(2);
  }

  @Test
  void givesEverythingToAnotherUserAndGroup() throws IOException {
    assumeThat(isRoot()).as("only root may give files away").isTrue();
    directory.write(ONE);
    var theirs = owned("4711", "4712");

    assertThat(theirs.write(ONE)).isTrue();
    assertThat(theirs.write(ONE)).isFalse();

    for (var file : List.of(current(), path.resolve("token"))) {
      assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(4711);
      assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(4712);
    }
  }

  @Test
  void makesMissingDirectories() throws IOException {
    var deep =
        new AtomicDirectory(parent.resolve("a/b"), FileAttributes.PRIVATE, new SecureRandom());

    deep.write(ONE);

    assertThat(modeOf(parent.resolve("a"))).isEqualTo("rwxr-x---");
    assertThat(modeOf(parent.resolve("a/b"))).isEqualTo("rwxr-x---");
    assertThat(parent.resolve("a/b/token")).hasContent("one");
  }

  @Test
  void removesTheLinksOfFormerEntriesAndOnlyThose() throws IOException {
    directory.write(entries("token=one", "former=x"));
    Files.writeString(path.resolve("file"), "keep");
    Files.createDirectory(path.resolve("sub"));
    Files.createSymbolicLink(path.resolve("alias"), Path.of("..data/token"));

    assertThat(directory.write(entries("token=one"))).isTrue();

    assertThat(path.resolve("former")).doesNotExist();
    assertThat(path.resolve("former").toFile().exists()).isFalse();
    assertThat(names()).contains("token", "file", "sub", "alias").doesNotContain("former");
    assertThat(path.resolve("alias")).hasContent("one");
  }

  @Test
  void addsEntries() {
    directory.write(entries("token=one"));

    assertThat(directory.write(ONE)).isTrue();

    assertThat(path.resolve("header")).hasContent("h-one");
  }

  @Test
  void mendsALinkThatSomebodyRemoved() throws IOException {
    directory.write(ONE);
    Files.delete(path.resolve("token"));

    assertThat(directory.write(ONE)).isTrue();

    assertThat(path.resolve("token")).hasContent("one");
  }

  @Test
  void mendsAGenerationThatSomebodyAltered() throws IOException {
    directory.write(ONE);
    Files.delete(current().resolve("token"));
    assertThat(directory.write(ONE)).isTrue();
    Files.writeString(current().resolve("extra"), "x");
    assertThat(directory.write(ONE)).isTrue();
    Files.delete(current().resolve("token"));
    Files.createSymbolicLink(current().resolve("token"), parent);
    assertThat(directory.write(ONE)).isTrue();

    assertThat(current().toFile().list()).containsExactlyInAnyOrder("token", "header");
    assertThat(path.resolve("token")).hasContent("one");
  }

  @Test
  void writesAgainWhereTheGenerationIsGone() throws IOException {
    directory.write(ONE);
    for (var file : ONE.keySet()) {
      Files.delete(current().resolve(file));
    }
    Files.delete(current());

    assertThat(directory.write(ONE)).isTrue();

    assertThat(path.resolve("token")).hasContent("one");
  }

  @Test
  void removesAllThatItMadeAndNothingElse() throws IOException {
    directory.write(ONE);
    directory.write(TWO);
    Files.writeString(path.resolve("file"), "keep");
    Files.createSymbolicLink(path.resolve("alias"), Path.of("..data/token"));

    assertThat(directory.remove()).isTrue();

    assertThat(names()).containsExactlyInAnyOrder("file", "alias");
    assertThat(directory.remove()).isFalse();
  }

  @Test
  void removesAGenerationThatItsModeProtects() {
    with("0400").write(ONE);

    assertThat(directory.remove()).isTrue();

    assertThat(path).isEmptyDirectory();
  }

  @Test
  void hasNothingToRemoveWhereTheDirectoryIsMissing() {
    assertThat(directory.remove()).isFalse();
    assertThat(path).doesNotExist();
  }

  @Test
  void saysWhenAGenerationCannotBeRemoved() throws IOException {
    directory.write(ONE);
    Files.createDirectories(current().resolve("theirs/deep"));

    assertThatExceptionOfType(FileException.class)
        .isThrownBy(directory::remove)
        .withMessageStartingWith("cannot remove " + path + ": ");
    assertThatExceptionOfType(FileException.class).isThrownBy(directory::remove);
    assertThat(path.resolve("token")).doesNotExist();
  }

  @Test
  void probeOfAGoodPathChangesNothing() {
    directory.probe(ONE.keySet());
    assertThat(path).doesNotExist();

    directory.write(ONE);
    directory.probe(ONE.keySet());
    assertThat(path.resolve("token")).hasContent("one");
  }

  @Test
  void refusesAFileOfTheUserWhereAnEntryBelongs() throws IOException {
    Files.createDirectory(path);
    Files.writeString(path.resolve("token"), "keep");

    assertRefused(
        path + "/token is in the way, as bearerd did not make it; remove it or publish elsewhere");
    assertThat(path.resolve("token")).isRegularFile().hasContent("keep");
    assertThat(directory.remove()).isFalse();
    assertThat(names()).containsExactly("token");
  }

  @Test
  void refusesALinkOfTheUserWhereAnEntryBelongs() throws IOException {
    Files.createDirectory(path);
    Files.createSymbolicLink(path.resolve("token"), Path.of("..data/header"));

    assertRefused(
        path + "/token is in the way, as bearerd did not make it; remove it or publish elsewhere");
    assertThat(names()).containsExactly("token");
  }

  @Test
  void refusesADirectoryWhereItsLinkBelongs() throws IOException {
    Files.createDirectories(path.resolve("..data"));

    var message = path + "/..data is not a symbolic link; remove it or publish elsewhere";
    assertRefused(message);
    assertNotRemoved(message);
    assertThat(names()).containsExactly("..data");
  }

  @Test
  void refusesTheDirectoryOfAnotherWriter() throws IOException {
    var theirs = Files.createDirectories(path.resolve("..2026_11_21_16_23_40.1"));
    Files.createSymbolicLink(path.resolve("..data"), theirs.getFileName());

    var message =
        path
            + "/..data leads to ..2026_11_21_16_23_40.1, which bearerd did not make; publish"
            + " elsewhere";
    assertRefused(message);
    assertNotRemoved(message);
    assertThat(theirs).isEmptyDirectory();
  }

  @Test
  void refusesAFileWhereTheDirectoryBelongs() throws IOException {
    Files.writeString(path, "keep");

    var message = path + " is not a directory; remove it or publish elsewhere";
    assertRefused(message);
    assertNotRemoved(message);
    assertThat(path).hasContent("keep");
  }

  @Test
  void refusesAnotherUsersLinkInTheWay() throws IOException {
    assumeThat(isRoot()).as("only root can make a link of another user").isTrue();
    var real = Files.createDirectory(parent.resolve("real"));
    Files.createSymbolicLink(path, real);
    Files.setAttribute(path, "unix:uid", 4711, LinkOption.NOFOLLOW_LINKS);

    var message =
        path
            + " is a symbolic link to "
            + real
            + " that another user may change; name the directory itself";
    assertRefused(message);
    assertNotRemoved(message);
    assertThat(real).isEmptyDirectory();
  }

  @Test
  void refusesAnUnknownOwner() {
    assertThatThrownBy(() -> owned("nobody-of-here", "0").probe(ONE.keySet()))
        .hasMessage(
            "owner nobody-of-here is no user of this machine; create it or give its number");
    assertThatThrownBy(() -> owned("nobody-of-here", "0").write(ONE))
        .hasMessage(
            "owner nobody-of-here is no user of this machine; create it or give its number");
    assertThat(path)
        .satisfiesAnyOf(p -> assertThat(p).doesNotExist(), p -> assertThat(p).isEmptyDirectory());
  }

  @Test
  void refusesADirectoryThatItMayNotWrite() throws IOException {
    assumeThat(isRoot()).as("root may write every directory").isFalse();
    directory.write(ONE);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));

    assertThatExceptionOfType(FileException.class)
        .isThrownBy(() -> directory.write(TWO))
        .withMessageStartingWith("directory " + path + " may not be written by user ");
    assertThatExceptionOfType(FileException.class).isThrownBy(directory::remove);
    assertThat(path.resolve("token")).hasContent("one");
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(FileException.class)
        .isThrownBy(() -> directory.probe(ONE.keySet()))
        .withMessage(message);
    assertThatExceptionOfType(FileException.class)
        .isThrownBy(() -> directory.write(ONE))
        .withMessage(message);
  }

  private void assertNotRemoved(String message) {
    assertThatExceptionOfType(FileException.class)
        .isThrownBy(directory::remove)
        .withMessage(message);
  }

  private AtomicDirectory with(String octal) {
    var mode = FileAttributes.mode(octal);
    var attributes = new FileAttributes(mode, Optional.empty(), Optional.empty());
    return new AtomicDirectory(path, attributes, new SecureRandom());
  }

  private AtomicDirectory owned(String owner, String group) {
    var mode = FileAttributes.PRIVATE.mode();
    var attributes = new FileAttributes(mode, Optional.of(owner), Optional.of(group));
    return new AtomicDirectory(path, attributes, new SecureRandom());
  }

  private Path current() throws IOException {
    return Generation.current(path).orElseThrow();
  }

  private Set<String> names() {
    return Set.of(Optional.ofNullable(path.toFile().list()).orElseThrow());
  }

  private Set<String> generations() {
    return names().stream()
        .filter(name -> name.startsWith("..generation"))
        .collect(Collectors.toSet());
  }

  private static Map<String, byte[]> entries(String... pairs) {
    return Arrays.stream(pairs)
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].getBytes(UTF_8)));
  }

  private static boolean isRoot() {
    return ProcessIdentity.current().filter(me -> me.uid() == 0).isPresent();
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
