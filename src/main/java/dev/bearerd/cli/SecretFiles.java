package dev.bearerd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bearerd.file.AtomicFile;
import dev.bearerd.file.Directory;
import dev.bearerd.file.FileAttributes;
import dev.bearerd.file.FileException;
import dev.bearerd.token.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/** Writes secrets into files that only this user may read; all of them, or else none. */
final class SecretFiles {
  private final Path directory;
  private final boolean force;

  /**
   * @param force whether a file may be replaced that holds something else
   */
  SecretFiles(Path directory, boolean force) {
    this.directory = directory;
    this.force = force;
  }

  /**
   * Writes the secrets.
   *
   * @return what was done, for the operator
   */
  List<String> write(Map<Path, Secret> secrets) {
    try {
      secrets.forEach(this::refuseOther);
      if (!secrets.isEmpty()) {
        new Directory(directory, FileAttributes.mode("0700")).make();
      }
      return secrets.entrySet().stream().map(e -> write(e.getKey(), e.getValue())).toList();
    } catch (FileException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          e.getMessage() + " (--secrets-directory names another place for secrets)");
    }
  }

  private void refuseOther(Path path, Secret secret) {
    var other = file(path).read().filter(content -> !holds(content, secret));
    if (other.isPresent() && !force) {
      throw new CommandFailure(
          ExitCode.USAGE,
          path + " holds another secret; choose another --name, or replace it with --force");
    }
    file(path).probe();
  }

  private static String write(Path path, Secret secret) {
    return file(path).write(secret.reveal().getBytes(UTF_8))
        ? path + ": written; the daemon's user must be able to read it"
        : path + ": holds that secret already";
  }

  /** An editor may have added a line break. */
  private static boolean holds(byte[] content, Secret secret) {
    return new Secret(new String(content, UTF_8).stripTrailing())
        .equals(new Secret(secret.reveal().stripTrailing()));
  }

  private static AtomicFile file(Path path) {
    return new AtomicFile(path, FileAttributes.PRIVATE, new SecureRandom());
  }
}
