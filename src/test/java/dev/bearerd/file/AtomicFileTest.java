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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
  private final RandomGenerator random = new SecureRandom();

  private final Path directory;
  private final Path path;

  AtomicFileTest(@TempDir Path temporary) throws IOException {
    directory = temporary.toRealPath(); // a link of the system in the way would blur the messages
    path = directory.resolve("token");
  }

  @Test
  void writesContent() {
    assertThat(privately(path).write(bytes("one"))).isTrue();

    assertThat(path).hasContent("one");
    assertThat(directory).isDirectoryNotContaining("glob:**.bearerd");
  }

  @Test
  void replacesContent() {
    privately(path).write(bytes("a longer content"));

    assertThat(privately(path).write(bytes("short"))).isTrue();

    assertThat(path).hasContent("short");
  }

  @Test
  void writesAnEmptyContent() {
    assertThat(privately(path).write(bytes(""))).isTrue();
    assertThat(path).isEmptyFile();
  }

  @Test
  void givesTheExactModeWhateverTheUmask() throws IOException {
    for (var mode : new String[] {"0600", "0640", "0666", "0777", "0400"}) {
      withMode(mode).write(bytes(mode));
      assertThat(Files.getPosixFilePermissions(path)).isEqualTo(FileAttributes.mode(mode));
    }
  }

  @Test
  void makesMissingDirectoriesAndLeavesExistingOnesAlone() throws IOException {
    var existing = Files.createDirectory(directory.resolve("existing"));
    Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString("rwxrwxrwx"));

    privately(existing.resolve("a/b/token")).write(bytes("one"));

    assertThat(modeOf(existing)).isEqualTo("rwxrwxrwx");
    assertThat(modeOf(existing.resolve("a"))).isEqualTo("rwxr-x---");
    assertThat(modeOf(existing.resolve("a/b"))).isEqualTo("rwxr-x---");
    assertThat(existing.resolve("a/b/token")).hasContent("one");
  }

  @Test
  void leavesTheSameContentAlone() throws IOException {
    privately(path).write(bytes("one"));
    var before = inode(path);

    assertThat(privately(path).write(bytes("one"))).isFalse();

    assertThat(inode(path)).isEqualTo(before);
  }

  @Test
  void writesOtherContentOfTheSameLength() {
    privately(path).write(bytes("one"));

    assertThat(privately(path).write(bytes("two"))).isTrue();

    assertThat(path).hasContent("two");
  }

  @Test
  void writesAgainWhenOnlyTheModeDiffers() throws IOException {
    withMode("0644").write(bytes("one"));

    assertThat(withMode("0600").write(bytes("one"))).isTrue();

    assertThat(modeOf(path)).isEqualTo("rw-------");
  }

  @Test
  void writesAgainAFileThatSomebodyRemoved() throws IOException {
    var file = privately(path);
    file.write(bytes("one"));
    Files.delete(path);

    assertThat(file.write(bytes("one"))).isTrue();

    assertThat(path).hasContent("one");
  }

  @Test
  void acceptsItsOwnUserAndGroupByNumber() throws IOException {
    var uid = Files.getAttribute(directory, "unix:uid").toString();
    var gid = Files.getAttribute(directory, "unix:gid").toString();
    var file = owned(Optional.of(uid), Optional.of(gid));

    file.probe();
    assertThat(file.write(bytes("one"))).isTrue();
    assertThat(file.write(bytes("one"))).isFalse();
  }

  @Test
  void givesTheFileToAnotherUserAndGroup() throws IOException {
    assumeThat(isRoot()).as("only root may give files away").isTrue();

    owned(Optional.of("4711"), Optional.of("4712")).write(bytes("one"));

    assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(4711);
    assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(4712);
  }

  @Test
  void writesAgainWhenOnlyTheOwnerDiffers() {
    assumeThat(isRoot()).as("only root may give files away").isTrue();
    privately(path).write(bytes("one"));
    var file = owned(Optional.of("4711"), Optional.empty());

    assertThat(file.write(bytes("one"))).isTrue();
    assertThat(file.write(bytes("one"))).isFalse();
  }

  @Test
  void readsWhatIsThere() {
    assertThat(privately(path).read()).isEmpty();

    privately(path).write(bytes("one"));

    assertThat(privately(path).read()).hasValue(bytes("one"));
  }

  @Test
  void removesTheFileAndNothingElse() throws IOException {
    privately(path).write(bytes("one"));
    var other = Files.writeString(directory.resolve("other"), "keep");

    assertThat(privately(path).remove()).isTrue();
    assertThat(privately(path).remove()).isFalse();

    assertThat(path).doesNotExist();
    assertThat(other).hasContent("keep");
  }

  @Test
  void hasNothingToRemoveWhereTheDirectoryIsMissing() {
    assertThat(privately(directory.resolve("missing/token")).remove()).isFalse();
  }

  @Test
  void refusesToRemoveThroughAnotherUsersLink() throws IOException {
    assumeThat(isRoot()).as("only root can make a link of another user").isTrue();
    var real = Files.createDirectory(directory.resolve("real"));
    Files.writeString(real.resolve("token"), "keep");
    var link = Files.createSymbolicLink(directory.resolve("link"), real);
    Files.setAttribute(link, "unix:uid", 4711, LinkOption.NOFOLLOW_LINKS);

    assertThatThrownBy(() -> privately(link.resolve("token")).remove())
        .hasMessageStartingWith(link + " is a symbolic link to ");
    assertThat(real.resolve("token")).hasContent("keep");
  }

  @Test
  void saysWhyItCannotRemove() throws IOException {
    assumeThat(isRoot()).as("root may remove everything").isFalse();
    privately(path).write(bytes("one"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));

    assertThatExceptionOfType(FileException.class)
        .isThrownBy(() -> privately(path).remove())
        .withMessageStartingWith("directory " + directory + " may not be written by user ");
    assertThat(path).hasContent("one");
  }

  @Test
  void probeOfAGoodPathChangesNothing() {
    privately(directory.resolve("a/b/token")).probe();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesADirectory() throws IOException {
    Files.createDirectory(path);

    var message = path + " is a directory; name a file in it, for instance " + path + "/token";
    assertRefused(privately(path), message);
    assertNotRemoved(privately(path), message);
    assertThat(path).isEmptyDirectory();
  }

  @Test
  void refusesTheRoot() {
    assertThatExceptionOfType(FileException.class)
        .isThrownBy(() -> privately(Path.of("/")))
        .withMessage("/ is a directory; name a file in it, for instance /token");
  }

  @Test
  void refusesASymbolicLinkAndLeavesWhatItLeadsTo() throws IOException {
    var other = Files.writeString(directory.resolve("other"), "keep");
    Files.createSymbolicLink(path, other);

    var message =
        path
            + " is a symbolic link to "
            + other
            + "; publish to that file itself or remove the link";
    assertRefused(privately(path), message);
    assertNotRemoved(privately(path), message);
    assertThat(other).hasContent("keep");
    assertThat(path).isSymbolicLink();
  }

  @Test
  void refusesADevice() {
    var message = "/dev/null is a device, socket or pipe; name a regular file";
    assertRefused(privately(Path.of("/dev/null")), message);
    assertNotRemoved(privately(Path.of("/dev/null")), message);
  }

  @Test
  void followsALinkOfItsOwnUserInTheWay() throws IOException {
    var real = Files.createDirectory(directory.resolve("real"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));
    var file = privately(directory.resolve("link/token"));

    file.probe();
    file.write(bytes("one"));

    assertThat(real.resolve("token")).hasContent("one");
  }

  @Test
  void refusesAnotherUsersLinkInTheWay() throws IOException {
    assumeThat(isRoot()).as("only root can make a link of another user").isTrue();
    var real = Files.createDirectory(directory.resolve("real"));
    var link = Files.createSymbolicLink(directory.resolve("link"), real);
    Files.setAttribute(link, "unix:uid", 4711, LinkOption.NOFOLLOW_LINKS);

    assertRefused(
        privately(link.resolve("sub/token")),
        link
            + " is a symbolic link to "
            + real
            + " that another user may change; name the directory itself");
    assertThat(real).isEmptyDirectory();
  }

  @Test
  void refusesAnotherUsersLinkBehindItsOwn() throws IOException {
    assumeThat(isRoot()).as("only root can make a link of another user").isTrue();
    var real = Files.createDirectory(directory.resolve("real"));
    var foreign = Files.createSymbolicLink(directory.resolve("foreign"), real);
    Files.setAttribute(foreign, "unix:uid", 4711, LinkOption.NOFOLLOW_LINKS);
    var own = Files.createSymbolicLink(directory.resolve("own"), Path.of("foreign"));

    assertThatThrownBy(() -> privately(own.resolve("token")).write(bytes("one")))
        .hasMessageStartingWith(foreign + " is a symbolic link to ");
  }

  @Test
  void refusesALinkToNothingInTheWay() throws IOException {
    var link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));

    assertRefused(
        privately(link.resolve("token")), link + " is a symbolic link to nothing; remove the link");
  }

  @Test
  void refusesAFileInTheWay() throws IOException {
    var file = Files.createFile(directory.resolve("file"));

    assertRefused(
        privately(file.resolve("token")),
        file + " is not a directory; remove it or publish elsewhere");
  }

  @Test
  void refusesADirectoryThatItMayNotWrite() throws IOException {
    assumeThat(isRoot()).as("root may write every directory").isFalse();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));

    assertThatExceptionOfType(FileException.class)
        .isThrownBy(() -> privately(directory.resolve("sub/token")).write(bytes("one")))
        .withMessageStartingWith("directory " + directory + " may not be written by user ")
        .withMessageEndingWith("; change its owner or mode, or publish elsewhere");
  }

  @Test
  void refusesToGiveTheFileAwayWithoutTheRight() {
    assumeThat(isRoot()).as("root may give files away").isFalse();

    assertThatExceptionOfType(FileException.class)
        .isThrownBy(() -> owned(Optional.of("0"), Optional.empty()).write(bytes("one")))
        .withMessageContaining(path + " cannot be given to owner 0 by user ");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesAnUnknownOwner() {
    assertRefused(
        owned(Optional.of("nobody-of-here"), Optional.empty()),
        "owner nobody-of-here is no user of this machine; create it or give its number");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesAnUnknownGroup() {
    assertRefused(
        owned(Optional.empty(), Optional.of("nobodies-of-here")),
        "group nobodies-of-here is no group of this machine; create it or give its number");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesANameThatLeavesNoRoomForTheTemporaryFile() {
    var fitting = directory.resolve("x".repeat(213));
    privately(fitting).probe();
    privately(fitting).write(bytes("one"));

    var tooLong = directory.resolve("x".repeat(214));
    assertRefused(
        privately(tooLong), tooLong + ": the name has 214 bytes; choose one of at most 213");
  }

  @Test
  void refusesToReadADirectory() throws IOException {
    Files.createDirectory(path);

    assertThatThrownBy(() -> privately(path).read()).hasMessageContaining("is a directory");
  }

  private static void assertRefused(AtomicFile file, String message) {
    assertThatExceptionOfType(FileException.class).isThrownBy(file::probe).withMessage(message);
    assertThatExceptionOfType(FileException.class)
        .isThrownBy(() -> file.write(bytes("one")))
        .withMessage(message);
  }

  private static void assertNotRemoved(AtomicFile file, String message) {
    assertThatExceptionOfType(FileException.class).isThrownBy(file::remove).withMessage(message);
  }

  private AtomicFile privately(Path path) {
    return new AtomicFile(path, FileAttributes.PRIVATE, random);
  }

  private AtomicFile withMode(String octal) {
    var mode = FileAttributes.mode(octal);
    return new AtomicFile(
        path, new FileAttributes(mode, Optional.empty(), Optional.empty()), random);
  }

  private AtomicFile owned(Optional<String> owner, Optional<String> group) {
    var mode = Set.copyOf(FileAttributes.mode("0600"));
    return new AtomicFile(path, new FileAttributes(mode, owner, group), random);
  }

  private static boolean isRoot() {
    return ProcessIdentity.current().filter(me -> me.uid() == 0).isPresent();
  }

  private static Object inode(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
