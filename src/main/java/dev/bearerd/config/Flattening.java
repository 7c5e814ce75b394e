package dev.bearerd.config;

import dev.bearerd.config.Node.Mapping;
import dev.bearerd.config.Node.Scalar;
import dev.bearerd.config.Node.Sequence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A tree as properties.
 *
 * @param properties value by name below a prefix, such as {@code provider.publish[0].file.path}
 * @param locations place by key without the prefix
 */
record Flattening(Map<String, String> properties, Map<String, Location> locations) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

  static Flattening of(Node tree, String prefix) {
    var flattening = new Flattening(new HashMap<>(), new HashMap<>());
    flattening.add(tree, prefix, "");
    return flattening;
  }

  /** SHA-256 of the properties in hex, whatever the order in which they were written. */
  String digest() {
    var text = new StringBuilder();
    new TreeMap<>(properties)
        .forEach((name, value) -> text.append(delimited(name)).append(delimited(value)));
    return HexFormat.of().formatHex(sha256(text.toString()));
  }

  /** With its length before it, so that no two texts run together into a third. */
  private static String delimited(String text) {
    return text.length() + ":" + text;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  /** Without the values, which may be secrets. */
  @Override
  public String toString() {
    return "properties " + properties.keySet();
  }

  private void add(Node node, String name, String key) {
    locations.put(key, node.location());
    if (node instanceof Scalar scalar) {
      properties.put(name, scalar.text());
    } else if (node instanceof Sequence sequence) {
      for (int i = 0; i < sequence.elements().size(); i++) {
        add(sequence.elements().get(i), name + "[" + i + "]", key + "[" + i + "]");
      }
    } else if (node instanceof Mapping mapping) {
      mapping
          .values()
          .forEach(
              (child, value) ->
                  add(
                      value,
                      name + "." + quoted(child),
                      key.isEmpty() ? child : key + "." + child));
    }
  }

  /** Names that the operator chose may hold what separates names. */
  private static String quoted(String key) {
    return PLAIN.matcher(key).matches() ? key : '"' + key + '"';
  }
}
