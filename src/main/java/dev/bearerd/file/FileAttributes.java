package dev.bearerd.file;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may do what with a file. Owner and group are names or numbers, looked up at each use, so that
 * a user may be created after the start; without them a file belongs to the process that writes it.
 */
public record FileAttributes(
    Set<PosixFilePermission> mode, Optional<String> owner, Optional<String> group) {

  /** Mode 0600: readable by this process's user alone. */
  public static final FileAttributes PRIVATE =
      new FileAttributes(mode("0600"), Optional.empty(), Optional.empty());

  private static final Map<PosixFilePermission, PosixFilePermission> SEARCH =
      Map.of(
          PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

  public FileAttributes {
    mode = Set.copyOf(mode);
    if (owner.filter(FileAttributes::isNoName).isPresent()) {
      throw new IllegalArgumentException("owner is no name or number of a user");
    }
    if (group.filter(FileAttributes::isNoName).isPresent()) {
      throw new IllegalArgumentException("group is no name or number of a group");
    }
  }

  /**
   * Reads an octal mode such as {@code 0640}. The zero is needed: YAML makes 416 of an unquoted
   * 0640, which must not pass for an octal mode. Set-uid, set-gid and sticky bits are refused.
   */
  public static Set<PosixFilePermission> mode(String octal) {
    if (!octal.matches("0[0-7]{3}")) {
      throw new IllegalArgumentException("is no octal mode such as \"0640\"");
    }
    var bits = Integer.parseInt(octal, 8);
    var all = PosixFilePermission.values(); // from 0400, owner's read, down to 0001
    var mode = new TreeSet<PosixFilePermission>();
    for (var i = 0; i < all.length; i++) {
      if ((bits & (0400 >> i)) != 0) {
        mode.add(all[i]);
      }
    }
    return mode;
  }

  Optional<UserPrincipal> lookUpOwner() throws IOException {
    return owner.isEmpty() ? Optional.empty() : Optional.of(user(owner.get()));
  }

  Optional<GroupPrincipal> lookUpGroup() throws IOException {
    return group.isEmpty() ? Optional.empty() : Optional.of(group(group.get()));
  }

  boolean match(PosixFileAttributes file) throws IOException {
    return file.permissions().equals(mode)
        && lookUpOwner().map(file.owner()::equals).orElse(true)
        && lookUpGroup().map(file.group()::equals).orElse(true);
  }

  /**
   * The group first: at no moment may the wrong one open the file. The owner last: CAP_CHOWN alone
   * gives no right to change the mode of what is another user's.
   */
  void applyTo(Path file) throws IOException {
    var view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    var newOwner = lookUpOwner();
    var newGroup = lookUpGroup();
    if (newGroup.isPresent()) {
      view.setGroup(newGroup.get());
    }
    view.setPermissions(mode);
    if (newOwner.isPresent()) {
      view.setOwner(newOwner.get());
    }
  }

  /** Those of a directory of such files: who may read them may look into it too. */
  FileAttributes ofDirectory() {
    var withSearch = new TreeSet<>(mode);
    SEARCH.forEach(
        (read, search) -> {
          if (mode.contains(read)) {
            withSearch.add(search);
          }
        });
    return new FileAttributes(withSearch, owner, group);
  }

  /** Refuses an owner or group that this process may not give the path to. */
  void refuseForeignOwner(Path path) throws IOException {
    var me = ProcessIdentity.current();
    lookUpOwner();
    lookUpGroup();
    if (me.isPresent() && !me.get().mayGiveTo(this)) {
      throw new FileException(
          path
              + " cannot be given to "
              + describeOwner()
              + " by "
              + me.get()
              + "; run as that user or with CAP_CHOWN, or drop owner and group");
    }
  }

  /** For messages. */
  String describeOwner() {
    var user = owner.map(name -> "owner " + name);
    var members = group.map(name -> "group " + name);
    return Stream.concat(user.stream(), members.stream()).collect(Collectors.joining(" and "));
  }

  static UserPrincipal user(String nameOrNumber) throws IOException {
    try {
      return FileSystems.getDefault()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(nameOrNumber);
    } catch (UserPrincipalNotFoundException e) {
      throw new FileException(
          "owner " + nameOrNumber + " is no user of this machine; create it or give its number");
    }
  }

  static GroupPrincipal group(String nameOrNumber) throws IOException {
    try {
      return FileSystems.getDefault()
          .getUserPrincipalLookupService()
          .lookupPrincipalByGroupName(nameOrNumber);
    } catch (UserPrincipalNotFoundException e) {
      throw new FileException(
          "group " + nameOrNumber + " is no group of this machine; create it or give its number");
    }
  }

  private static boolean isNoName(String text) {
    return text.isBlank() || text.startsWith("-");
  }
}
