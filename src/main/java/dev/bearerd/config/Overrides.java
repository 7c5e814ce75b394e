package dev.bearerd.config;

import static java.util.stream.Collectors.groupingBy;

import dev.bearerd.config.Node.Mapping;
import dev.bearerd.config.Node.Scalar;
import dev.bearerd.config.Shape.Group;
import dev.bearerd.config.Shape.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Values from environment variables such as {@code BEARERD_PROVIDERS__ORDERS__CLIENT_SECRET}. They
 * replace those of the files and are taken as they are, without expansion.
 */
final class Overrides {
  private static final String PREFIX = "BEARERD_";
  private static final String LEVEL = "__";

  /** The way to the configuration, and what a hook that starts bearerd was told. */
  private static final Set<String> OTHERS =
      Set.of("BEARERD_CONFIG", "BEARERD_PROVIDER", "BEARERD_PATH", "BEARERD_EXPIRES_AT");

  /** What Kubernetes sets in every pod for a Service whose name starts with bearerd. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          PREFIX + "(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

  private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://.*");

  private static final Map<String, List<String>> AGENT_KEYS = variables(Keys.BEARERD);
  private static final Map<String, List<String>> PROVIDER_KEYS = variables(Keys.PROVIDER);

  private final Map<String, List<String>> providers;
  private final Inspection inspection;

  private Overrides(Mapping files, Inspection inspection) {
    this.inspection = inspection;
    this.providers =
        files.values().get(Keys.PROVIDERS) instanceof Mapping mapping
            ? mapping.values().keySet().stream().collect(groupingBy(Overrides::form))
            : Map.of();
  }

  /** The tree below {@code bearerd} with the variables' values in it. */
  static Mapping apply(Mapping files, Map<String, String> environment, Inspection inspection) {
    var overrides = new Overrides(files, inspection);
    var result = files;
    for (var variable : new TreeMap<>(environment).entrySet()) {
      if (isOverride(variable.getKey(), variable.getValue())) {
        var value = new Scalar(Location.ofVariable(variable.getKey()), variable.getValue());
        var path = overrides.path(variable.getKey());
        result = path.isPresent() ? result.with(path.get(), value) : result;
      }
    }
    return result;
  }

  private static boolean isOverride(String name, String value) {
    return name.startsWith(PREFIX)
        && !OTHERS.contains(name)
        && !SERVICE_LINK.matcher(name).matches()
        && !SERVICE_URL.matcher(value).matches();
  }

  private Optional<List<String>> path(String variable) {
    var paths = paths(variable.substring(PREFIX.length()));
    if (paths.size() == 1) {
      return Optional.of(paths.get(0));
    }
    inspection.report(
        Location.ofVariable(variable), "", paths.isEmpty() ? unknown(variable) : ambiguous(paths));
    return Optional.empty();
  }

  private List<List<String>> paths(String forms) {
    return Stream.concat(Stream.ofNullable(AGENT_KEYS.get(forms)), providerKeys(forms)).toList();
  }

  /** The keys of a provider; its name may hold what separates levels. */
  private Stream<List<String>> providerKeys(String forms) {
    var prefix = form(Keys.PROVIDERS) + LEVEL;
    if (!forms.startsWith(prefix)) {
      return Stream.empty();
    }
    var paths = new ArrayList<List<String>>();
    for (int i = forms.indexOf(LEVEL, prefix.length()); i > 0; i = forms.indexOf(LEVEL, i + 1)) {
      var keys = forms.substring(i + LEVEL.length());
      for (var name : providers.getOrDefault(forms.substring(prefix.length(), i), List.of())) {
        Optional.ofNullable(PROVIDER_KEYS.get(keys))
            .map(path -> prepend(Keys.PROVIDERS, prepend(name, path)))
            .ifPresent(paths::add);
      }
    }
    return paths.stream();
  }

  private String unknown(String variable) {
    var known = known(variable.substring(PREFIX.length())).map(PREFIX::concat).toList();
    return "sets no key that a variable can set" + Suggestion.hint(variable, known);
  }

  private static String ambiguous(List<List<String>> paths) {
    var names = paths.stream().map(path -> path.get(1)).toList();
    return "could mean each of the providers " + String.join(", ", names) + "; rename one";
  }

  /** Variables that would be right, in so far as they resemble this one. */
  private Stream<String> known(String forms) {
    var prefix = form(Keys.PROVIDERS) + LEVEL;
    if (!forms.startsWith(prefix)) {
      return AGENT_KEYS.keySet().stream();
    }
    var name = forms.substring(prefix.length()).split(LEVEL, 2)[0];
    return Suggestion.closest(name, providers.keySet()).stream()
        .flatMap(near -> PROVIDER_KEYS.keySet().stream().map(key -> prefix + near + LEVEL + key));
  }

  /** The keys that variables can set, by how variables spell them. */
  private static Map<String, List<String>> variables(Group group) {
    var variables = new LinkedHashMap<String, List<String>>();
    group.keys().forEach((key, shape) -> variables.putAll(variables(key, shape)));
    return variables;
  }

  private static Map<String, List<String>> variables(String key, Shape shape) {
    if (shape instanceof Group group) {
      var variables = new LinkedHashMap<String, List<String>>();
      group.brief().ifPresent(main -> variables.put(form(key), List.of(key)));
      variables(group)
          .forEach((form, path) -> variables.put(form(key) + LEVEL + form, prepend(key, path)));
      return variables;
    }
    return shape instanceof Value ? Map.of(form(key), List.of(key)) : Map.of();
  }

  private static List<String> prepend(String first, List<String> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }

  /** A key as environment variables spell it. */
  private static String form(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
