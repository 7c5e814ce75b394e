package dev.bearerd.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks that need more than one key, or more than one provider. */
final class CrossChecks {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[(::1|0:0:0:0:0:0:0:1)]");

  private final Inspection inspection;
  private final Map<Path, String> published = new HashMap<>();
  private final Set<Problem> reported = new HashSet<>();

  CrossChecks(Inspection inspection) {
    this.inspection = inspection;
  }

  void check(ProviderEntry entry) {
    checkPlainText(entry, "server", entry.config().server());
    checkPlainText(entry, "token-url", entry.config().tokenUrl());
    checkRetry(entry);
    for (int i = 0; i < entry.config().publish().size(); i++) {
      checkPlace(entry, "publish[" + i + "].file.path", i);
    }
  }

  private void checkPlainText(ProviderEntry entry, String key, Optional<URI> url) {
    if (url.filter(CrossChecks::isPlainText).isPresent() && !entry.config().allowHttp()) {
      report(
          entry,
          key,
          "would send secrets in plain text; use https, or say allow-http: true if that is meant");
    }
  }

  private static boolean isPlainText(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) && !LOOPBACK.matcher(url.getHost()).matches();
  }

  private void checkRetry(ProviderEntry entry) {
    var retry = entry.config().retry();
    if (retry.max().compareTo(retry.initial()) < 0) {
      report(entry, "retry.max", "is shorter than retry.initial");
    }
  }

  /** Two writers of one file would replace each other's token for ever. */
  private void checkPlace(ProviderEntry entry, String key, int index) {
    var file = entry.config().publish().get(index).file();
    if (file.isPresent()) {
      var place = "providers." + entry.name() + " at " + entry.locate(key);
      var first = published.putIfAbsent(file.get().path().toAbsolutePath().normalize(), place);
      if (first != null) {
        inspection.report(entry.problem(key, "is already published to by " + first));
      }
    }
  }

  /** A mistake in the defaults is reported for one provider, not for each. */
  private void report(ProviderEntry entry, String key, String message) {
    if (reported.add(new Problem(entry.locate(key), key, message))) {
      inspection.report(entry.problem(key, message));
    }
  }
}
