package dev.bearerd.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Utils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files that say where the API server is and who asks it, as {@code kubectl} finds them. What
 * is said of them holds nothing of what they hold.
 *
 * @param files by KUBECONFIG, else the one in the home directory
 * @param isNamed whether KUBECONFIG says so
 */
record Kubeconfig(List<Path> files, boolean isNamed) {

  Kubeconfig {
    files = List.copyOf(files);
  }

  static Kubeconfig find() {
    return new Kubeconfig(
        Config.getKubeconfigFilenames().stream().map(Path::of).toList(),
        Utils.getSystemPropertyOrEnvVar(Config.KUBERNETES_KUBECONFIG_FILE) != null);
  }

  /** Whether the client takes it; else it takes what a pod has. */
  boolean isUsed() {
    return files.stream().anyMatch(file -> flaw(file).isEmpty());
  }

  /** Why it is not taken, where somebody wanted it to be. */
  Optional<String> absence() {
    return isNamed && !isUsed()
        ? Optional.of(whyNot() + "; mend it, or KUBECONFIG")
        : Optional.empty();
  }

  /** What is wrong with the flawed ones. */
  String whyNot() {
    return files.stream()
        .flatMap(file -> flaw(file).stream().map(flaw -> "kubeconfig " + file + " " + flaw))
        .collect(Collectors.joining(", "));
  }

  /** Why it cannot be followed, where it cannot. */
  Optional<String> fault(Config read) {
    if (!isUsed()) {
      return Optional.empty();
    }
    if (read.getCurrentContext() == null) {
      return Optional.of(
          this
              + ": current-context names none of its contexts; kubectl config use-context sets it");
    }
    return read.getFileWithCluster() == null
        ? Optional.of(this + ": the cluster of its current-context is not in it; add it")
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "kubeconfig " + files.stream().map(Path::toString).collect(Collectors.joining(":"));
  }

  private static Optional<String> flaw(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.of(Files.exists(file) ? "is no file" : "does not exist");
    }
    if (!Files.isReadable(file)) {
      return Optional.of("cannot be read by this user");
    }
    return file.toFile().length() == 0 ? Optional.of("is empty") : Optional.empty();
  }
}
