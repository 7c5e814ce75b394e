package dev.bearerd.curl;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells which provider a curl command means. */
public final class CurlImport {
  private static final String NAME = "(?=.{1,63}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?";
  private static final int LONGEST_NAME = 63;

  private final Optional<String> name;
  private final Path secretsDirectory;

  /**
   * @param name of the provider; by default that of the host
   * @param secretsDirectory for the files which the provider will name
   */
  public CurlImport(Optional<String> name, Path secretsDirectory) {
    if (name.filter(given -> !given.matches(NAME)).isPresent()) {
      throw new CurlException(
          "a provider's name is lower-case letters, digits, dots and hyphens, at most 63, with a"
              + " letter or digit at both ends");
    }
    this.name = name;
    this.secretsDirectory = secretsDirectory;
  }

  /**
   * The provider that the first command of a text means.
   *
   * @throws CurlException with what is wrong with it
   */
  public ImportedProvider ofText(String text) {
    return of(ShellReader.read(text));
  }

  /**
   * The same of a command that a shell has taken apart.
   *
   * @throws CurlException with what is wrong with it
   */
  public ImportedProvider ofWords(List<String> words) {
    words.forEach(Variables::refuseMarks);
    return of(new ShellCommand(words, ""));
  }

  private ImportedProvider of(ShellCommand command) {
    var words = command.words();
    if (words.isEmpty() && command.rest().isEmpty()) {
      throw new CurlException("there is no command; paste the one that gets the token");
    }
    if (words.isEmpty() || !words.get(0).matches("(.*[/\\\\])?curl(\\.exe)?")) {
      throw new CurlException(
          "the command does not start with curl; paste it from there on (options of import-curl"
              + " stand before it)");
    }
    return of(command, CurlOptions.read(words.subList(1, words.size())));
  }

  private ImportedProvider of(ShellCommand command, CurlRequest request) {
    var whole = request.address();
    refuseOtherMethods(request, whole);
    var entry = new Entry(name.orElseGet(() -> nameOf(whole.host())), secretsDirectory);
    var parameters = parameters(request);
    var address = UrlQuery.apart(whole, parameters, entry);
    var system = KnownSystem.of(address, parameters);
    addEndpoint(address, system, entry);
    var speaksForItself = parameters.has("assertion") || parameters.has("subject_token");
    new GrantKeys(parameters, system, entry).add();
    new ClientKeys(request, parameters, system, entry).add(speaksForItself);
    new RemainingKeys(request, parameters, system, entry).add();
    addBody(request, system, entry);
    new ConnectionKeys(request, entry).add();
    var file = Redirection.of(command, request, entry).orElse("/run/tokens/" + entry.name());
    entry.putPublication(file);
    request.notes().forEach(entry::note);
    return entry.finish();
  }

  private static void addEndpoint(Address address, Optional<KnownSystem> system, Entry entry) {
    system.ifPresentOrElse(
        known -> {
          entry.put("preset", known.preset());
          entry.put("server", known.server(address));
          known.realm(address).ifPresent(realm -> entry.put("realm", realm));
        },
        () -> entry.put("token-url", address.url()));
  }

  private static void refuseOtherMethods(CurlRequest request, Address address) {
    if (!request.isPost()) {
      throw new CurlException(
          "the command sends no POST, so it asks for no token; paste the one that does"
              + (address.path().endsWith("/identity-providers")
                  ? " (`bearerd realms SERVER` lists the realms)"
                  : ""));
    }
  }

  private static Parameters parameters(CurlRequest request) {
    var type = request.headers().getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT);
    var json = request.body().isJson();
    if (!type.isEmpty() && !type.contains(json ? "json" : "x-www-form-urlencoded")) {
      request.note(
          "Content-Type says otherwise, but the data is sent as " + (json ? "JSON" : "a form"));
    }
    if (!json && request.body().leavesVariablesAsTheyAre()) {
      request.note(
          "variables are encoded for the form; where curl sent what was encoded already, set them"
              + " to the plain values");
    }
    return request.body().parameters();
  }

  private static void addBody(CurlRequest request, Optional<KnownSystem> system, Entry entry) {
    var json = request.body().isJson();
    if (json != system.map(KnownSystem::isJson).orElse(false)) {
      entry.put("body", json ? "json" : "form");
    }
  }

  private static String nameOf(String host) {
    var plain =
        Variables.inConfiguration(host)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.]+", "-")
            .replaceAll("^[.-]+|[.-]+$", "");
    var name = plain.substring(0, Math.min(LONGEST_NAME, plain.length())).replaceAll("[.-]+$", "");
    return name.isEmpty() ? "provider" : name;
  }
}
