package dev.bearerd.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads one YAML file into nodes. Constructs nothing but them, whatever the file asks for. */
final class YamlReader {
  private static final int DEEPEST = 50;
  private static final int LONGEST_KEY = 200;

  /** How many nodes the aliases of a file may add to those that it spells out. */
  private static final int MOST_ALIASED = 100_000;

  private static final Set<Tag> TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MAP,
          Tag.SEQ,
          Tag.MERGE,
          new Tag(Tag.PREFIX + "value"));

  private final String file;
  private final String text;
  private final List<Problem> problems = new ArrayList<>();
  private int budget;

  private YamlReader(String file, String text) {
    this.file = file;
    this.text = text;
    // Without aliases a text has no more nodes than characters.
    this.budget = text.length() + MOST_ALIASED;
  }

  /**
   * The one document of the file.
   *
   * @throws ConfigurationException with every problem of the file
   */
  static Node read(Path path) {
    var reader = new YamlReader(path.toString(), ConfigurationFiles.read(path));
    var node = reader.convert(reader.compose(), reader.at(0), 0);
    if (!reader.problems.isEmpty()) {
      throw new ConfigurationException(reader.problems);
    }
    return node;
  }

  private org.yaml.snakeyaml.nodes.Node compose() {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASED);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(Integer.MAX_VALUE);
    try {
      var parser = new ParserImpl(new StreamReader(text), options);
      return Optional.ofNullable(new Composer(parser, new Resolver(), options).getSingleNode())
          .orElseThrow(() -> fatal(0, "is empty; it must start with the key bearerd"));
    } catch (YAMLException e) {
      throw new ConfigurationException(List.of(YamlComplaint.of(e, file, text)));
    }
  }

  private Node convert(org.yaml.snakeyaml.nodes.Node node, Location location, int depth) {
    if (--budget < 0 || depth > DEEPEST) {
      throw fatal(location.line(), "aliases repeat too much here; write the values out");
    }
    if (!TAGS.contains(node.getTag())) {
      problems.add(
          new Problem(location, "", "tags are not supported; quote a value that starts with !"));
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, location, depth);
    }
    if (node instanceof SequenceNode sequence) {
      return new Node.Sequence(
          location,
          sequence.getValue().stream()
              .map(element -> convert(element, at(line(element)), depth + 1))
              .toList());
    }
    return node.getTag().equals(Tag.NULL)
        ? new Node.Nothing(location)
        : new Node.Scalar(location, ((ScalarNode) node).getValue());
  }

  private Node mapping(MappingNode mapping, Location location, int depth) {
    var values = new LinkedHashMap<String, Node>();
    for (NodeTuple tuple : mapping.getValue()) {
      var line = at(line(tuple.getKeyNode()));
      var key = key(tuple.getKeyNode());
      var value = convert(tuple.getValueNode(), line, depth + 1);
      var first = values.putIfAbsent(key, value);
      if (first != null) {
        problems.add(new Problem(line, key, "is there twice, first at " + first.location()));
      }
    }
    return new Node.Mapping(location, values);
  }

  private String key(org.yaml.snakeyaml.nodes.Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      throw fatal(line(node), "a key must be a text; quote a value that starts with { or [");
    }
    var key = scalar.getValue();
    if (key.isEmpty()
        || key.length() > LONGEST_KEY
        || key.chars().anyMatch(Character::isISOControl)) {
      throw fatal(line(node), "a key is empty, too long or contains a line break");
    }
    return key;
  }

  private Location at(int line) {
    return new Location(file, line);
  }

  private ConfigurationException fatal(int line, String message) {
    return new ConfigurationException(List.of(new Problem(at(line), "", message)));
  }

  private static int line(org.yaml.snakeyaml.nodes.Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
