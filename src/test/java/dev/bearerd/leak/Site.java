package dev.bearerd.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory in which an agent works. The operator's own files, which hold marked secrets, are in
 * {@code own}; the journal is in {@code journal} and tokens in {@code tokens}.
 */
final class Site {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;
  private final StringBuilder providers = new StringBuilder();

  Site(Path directory) {
    this.directory = directory;
    for (var name : List.of("own", "journal")) {
      try {
        Files.createDirectories(
            directory.resolve(name), PosixFilePermissions.asFileAttribute(PRIVATE));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** An answer of the server, which a provider of the same name is given. */
  record Case(Echo echo, Disguise disguise) {
    /** Each echo as it is and in one disguise, and one of them in all disguises. */
    static Set<Case> all() {
      var cases = new LinkedHashSet<Case>();
      var turns = Stream.generate(Disguise::values).flatMap(Stream::of).iterator();
      for (var echo : Echo.values()) {
        cases.add(new Case(echo, Disguise.PLAIN));
        cases.add(new Case(echo, turns.next()));
      }
      for (var disguise : Disguise.values()) {
        cases.add(new Case(Echo.ERROR_DESCRIPTION, disguise));
      }
      return cases;
    }

    String provider() {
      return (echo + "." + disguise).toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  Path own(String name, String text) {
    return write(directory.resolve("own").resolve(name), text);
  }

  Path journal(String name, String text) {
    var file = write(directory.resolve("journal").resolve(name), text);
    try {
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Site provider(Case each, EchoServer server) {
    return provider(each.provider(), "token-url: " + server.address(each.echo(), each.disguise()));
  }

  /**
   * Adds one.
   *
   * @param keys a line each, beside the defaults
   */
  Site provider(String name, String... keys) {
    providers.append("    ").append(name).append(":\n");
    for (var key : keys) {
      providers.append("      ").append(key.replace("@DIR@", directory.toString())).append("\n");
    }
    if (Arrays.stream(keys).noneMatch(key -> key.startsWith("publish"))) {
      providers.append("      publish: [{file: \"%s/tokens/%s\"}]\n".formatted(directory, name));
    }
    return this;
  }

  /** One that gets a token, and then tells hooks that tell everything. */
  Site talkative(EchoServer server) {
    var hooks = new ArrayList<String>();
    for (var disguise : Disguise.values()) {
      var said = own("said-" + disguise, said(disguise));
      hooks.add(exec("sh", "-c", "cat " + said + "; exit 1"));
      hooks.add(exec("sh", "-c", "cat " + said));
    }
    var script = "env > " + environmentOfHooks() + "; cat $BEARERD_PATH; exit 1";
    hooks.add(exec("sh", "-c", script));
    hooks.add(exec("curl -u user:" + MarkedSecret.CLIENT_SECRET.mark() + " https://x"));
    hooks.add(exec("sh", "-c", "sleep 0.1; cat $BEARERD_PATH; kill -9 $$"));
    hooks.add(
        "{http: {url: \"http://127.0.0.1:1/services/%s?key=%s\", headers: {X-Key: %s}}}"
            .formatted(
                MarkedSecret.API_KEY.mark(),
                MarkedSecret.API_KEY.mark(),
                quoted(MarkedSecret.API_KEY.text())));
    return provider(
        "talkative",
        "token-url: " + server.address(Echo.NOTHING, Disguise.HTML),
        "hooks: [" + String.join(", ", hooks) + "]");
  }

  /** What a program says that has read too much; with a line that is cut in a secret. */
  private static String said(Disguise disguise) {
    var lines =
        MarkedSecret.OF_EXCHANGES.stream()
            .map(secret -> disguise.of(secret.text()))
            .collect(joining("\n"));
    var password = MarkedSecret.PASSWORD.text();
    return lines + "\n" + "x ".repeat(100 - password.length() / 4) + disguise.of(password) + "\n";
  }

  private static String exec(String... command) {
    return "{exec: {command: ["
        + Arrays.stream(command).map(Site::quoted).collect(joining(", "))
        + "]}}";
  }

  Path environmentOfHooks() {
    return directory.resolve("own").resolve("environment");
  }

  /** Ones whose files hold something else than they should. */
  Site mistaken(EchoServer server) {
    var key = own("key.pem", MarkedSecret.PRIVATE_KEY.text());
    var url = "token-url: " + server.address(Echo.NOTHING, Disguise.PLAIN);
    var file = "{file: {path: \"@DIR@/tokens/x%d\", format: template, template: \"%s\"}}";
    provider("wrong-ca", url.replace("http:", "https:"), "tls: {ca-file: \"" + key + "\"}");
    provider(
        "wrong-certificate",
        url.replace("http:", "https:"),
        "tls: {client-certificate-file: \"" + key + "\", client-key-file: \"" + key + "\"}");
    provider("wrong-proxy", url, "proxy-file: \"" + key + "\"");
    var login = "user:" + MarkedSecret.PROXY_PASSWORD.text();
    provider("closed-proxy", url, "proxy: \"http://" + login + "@127.0.0.1:1\"");
    provider("wrong-password", url, "password-file: \"" + key + "\"");
    provider("secret-as-path", url, "client-secret-file: " + MarkedSecret.CLIENT_SECRET.mark());
    provider("wrong-template", url, "publish: [" + file.formatted(1, key) + "]");
    var template = own("template", "{#each token}{it}{/each}");
    return provider("bad-template", url, "publish: [" + file.formatted(2, template) + "]");
  }

  /** A whole configuration whose registration is none. */
  Path misregistered() {
    var document = own("key.pem", MarkedSecret.PRIVATE_KEY.text());
    return own(
        "misregistered.yaml",
        """
        bearerd:
          providers:
            app:
              preset: ibm-api-connect
              server: http://127.0.0.1:1
              realm: admin/x
              username: someone
              password: %s
              registration-file: %s
              publish: [{file: %s/tokens/app}]
        """
            .formatted(quoted(MarkedSecret.PASSWORD.text()), document, directory));
  }

  /** Writes the configuration, with a secret of each kind for all providers. */
  Path configure() {
    return own("bearerd.yaml", configuration());
  }

  String configuration() {
    return """
        bearerd:
          journal: "%s/journal"
          http: {port: 0}
          defaults:
            client-id: client
            grant: password
            username: someone
            password: "${MARKED_PASSWORD}"
            parameters: {vendor_assertion: %s}
            headers: {X-Api-Key: %s}
            timeout: 2s
            refresh: {at: 1%%, jitter: 0%%}
            retry: {initial: 1s, max: 2s}
          providers:
        """
            .formatted(
                directory,
                quoted(MarkedSecret.ASSERTION.text()),
                quoted(MarkedSecret.API_KEY.text()))
        + providers;
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Files that hold a secret, and should not, or are open to others. */
  List<String> exposed() {
    try (var files = Files.walk(directory)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> !file.startsWith(directory.resolve("own")))
          .filter(file -> !LeakSearch.in(read(file)).isEmpty())
          .filter(file -> !isPlaceOfSecrets(file) || !mode(file).equals("rw-------"))
          .map(file -> file + " " + mode(file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isPlaceOfSecrets(Path file) {
    return file.startsWith(directory.resolve("journal"))
        || file.startsWith(directory.resolve("tokens"));
  }

  /** What the running daemon is told by. */
  String controlToken() {
    return read(directory.resolve("journal").resolve("control-token"));
  }

  /** Of the journal's directory. */
  String modeOfJournal() {
    return mode(directory.resolve("journal"));
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
