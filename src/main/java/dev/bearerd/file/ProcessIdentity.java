package dev.bearerd.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * As whom this process touches files, as the kernel sees it.
 *
 * @param uid the effective user
 * @param gids the effective group and all supplementary ones
 * @param mayGiveAway whether it may give files to other users (CAP_CHOWN)
 */
record ProcessIdentity(int uid, List<String> gids, boolean mayGiveAway) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int EFFECTIVE = 1; // the real one comes first
  private static final int CAP_CHOWN = 1;

  ProcessIdentity {
    gids = List.copyOf(gids);
  }

  /** Empty where the system has no proc file system. */
  static Optional<ProcessIdentity> current() {
    try {
      return Files.exists(STATUS) ? Optional.of(parse(Files.readString(STATUS))) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ProcessIdentity parse(String status) {
    var gids = new ArrayList<String>();
    gids.add(words(status, "Gid").get(EFFECTIVE));
    gids.addAll(words(status, "Groups"));
    var capabilities = Long.parseUnsignedLong(words(status, "CapEff").get(0), 16);
    return new ProcessIdentity(
        Integer.parseUnsignedInt(words(status, "Uid").get(EFFECTIVE)),
        gids,
        (capabilities & CAP_CHOWN) != 0);
  }

  boolean trustsLinkOf(int owner) {
    return owner == 0 || owner == uid;
  }

  boolean mayGiveTo(FileAttributes attributes) throws IOException {
    if (mayGiveAway) {
      return true;
    }
    var owner = attributes.lookUpOwner();
    if (owner.isPresent()
        && !owner.get().equals(FileAttributes.user(Integer.toUnsignedString(uid)))) {
      return false;
    }
    var group = attributes.lookUpGroup();
    if (group.isEmpty()) {
      return true;
    }
    for (var gid : gids) {
      if (group.get().equals(FileAttributes.group(gid))) {
        return true;
      }
    }
    return false;
  }

  /** For messages. */
  @Override
  public String toString() {
    return "user "
        + System.getProperty("user.name")
        + " (uid "
        + Integer.toUnsignedString(uid)
        + ")";
  }

  private static List<String> words(String status, String field) {
    var matcher = Pattern.compile("(?m)^" + field + ":(.*)$").matcher(status);
    if (!matcher.find()) {
      throw new IllegalStateException(STATUS + " has no field " + field);
    }
    return Pattern.compile("\\s+")
        .splitAsStream(matcher.group(1))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
