package dev.bearerd.config;

import dev.bearerd.config.Node.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes one tree of several files: their providers are united, any other key is in one of them. */
final class FileMerge {
  private static final String ROOT = "bearerd";

  private final Inspection inspection;
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Map<String, Node> providers = new LinkedHashMap<>();

  private FileMerge(Inspection inspection) {
    this.inspection = inspection;
  }

  /** What stands below {@code bearerd} in all the files. */
  static Mapping merge(List<Node> files, Inspection inspection) {
    var merge = new FileMerge(inspection);
    files.forEach(merge::addFile);
    return new Mapping(files.get(0).location(), merge.keys);
  }

  private void addFile(Node file) {
    if (!(file instanceof Mapping mapping)) {
      inspection.report(file.location(), "", "must start with the key bearerd");
      return;
    }
    mapping
        .values()
        .forEach(
            (key, value) -> {
              if (key.equals(ROOT)) {
                addAgent(value);
              } else {
                inspection.report(value.location(), key, unknown(key));
              }
            });
  }

  private static String unknown(String key) {
    return Keys.BEARERD.keys().containsKey(key)
        ? "belongs below bearerd; indent it"
        : "unknown key" + Suggestion.hint(key, Set.of(ROOT));
  }

  private void addAgent(Node agent) {
    if (agent instanceof Mapping mapping) {
      mapping.values().forEach(this::addKey);
    } else {
      inspection.refuse(agent, ROOT, "must be a mapping of keys to values");
    }
  }

  private void addKey(String key, Node value) {
    if (key.equals(Keys.PROVIDERS) && value instanceof Mapping mapping) {
      keys.putIfAbsent(key, new Mapping(value.location(), providers));
      mapping
          .values()
          .forEach((name, provider) -> add(providers, key + "." + name, name, provider));
    } else {
      add(keys, key, key, value);
    }
  }

  private void add(Map<String, Node> into, String path, String key, Node value) {
    var first = into.putIfAbsent(key, value);
    if (first != null) {
      inspection.report(value.location(), path, "is there twice, first at " + first.location());
    }
  }
}
