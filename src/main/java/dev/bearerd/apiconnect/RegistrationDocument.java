package dev.bearerd.apiconnect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The document that describes a registration, YAML or JSON, as {@code apic registrations:create}
 * takes it. Messages name the file and the key, never what the document holds.
 */
final class RegistrationDocument {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Path path;
  private final ObjectNode content;

  private RegistrationDocument(Path path, ObjectNode content) {
    this.path = path;
    this.content = content;
  }

  static RegistrationDocument read(Path path) {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw failure(path, "is larger than 1 MiB");
      }
      return parse(path, Files.readString(path));
    } catch (NoSuchFileException e) {
      throw failure(path, "does not exist");
    } catch (AccessDeniedException e) {
      throw failure(path, "may not be read by this user");
    } catch (CharacterCodingException e) {
      throw failure(path, "is not UTF-8 text");
    } catch (IOException e) {
      throw failure(path, Files.isDirectory(path) ? "is a directory" : "cannot be read");
    }
  }

  private static RegistrationDocument parse(Path path, String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    try {
      var parser = new ParserImpl(new StreamReader(text), options);
      var root = new Composer(parser, new Resolver(), options).getSingleNode();
      if (root instanceof MappingNode mapping) {
        return new RegistrationDocument(path, json(mapping));
      }
    } catch (YAMLException e) {
      throw failure(path, "is neither YAML nor JSON");
    }
    throw failure(path, "is no document of keys and values");
  }

  /** The value of a key that the document must have; a number is a text here. */
  String text(String key) {
    return optionalText(key).orElseThrow(() -> failure("has no " + key));
  }

  Optional<String> optionalText(String key) {
    return Optional.ofNullable(content.get(key))
        .filter(value -> value.isValueNode() && !value.isNull())
        .map(JsonNode::asText)
        .filter(text -> !text.isEmpty());
  }

  /** The whole document, with these keys as texts. */
  String json(List<String> texts) {
    var copy = content.deepCopy();
    texts.forEach(key -> copy.put(key, text(key)));
    return copy.toString();
  }

  TokenException failure(String why) {
    return failure(path, why);
  }

  private static TokenException failure(Path path, String why) {
    return TokenException.local("registration-file " + path + " " + why);
  }

  private static ObjectNode json(MappingNode mapping) {
    var object = JSON.objectNode();
    mapping
        .getValue()
        .forEach(
            entry -> {
              if (entry.getKeyNode() instanceof ScalarNode key) {
                object.set(key.getValue(), json(entry.getValueNode()));
              }
            });
    return object;
  }

  private static JsonNode json(Node node) {
    if (node instanceof MappingNode mapping) {
      return json(mapping);
    }
    if (node instanceof SequenceNode sequence) {
      var array = JSON.arrayNode();
      sequence.getValue().forEach(item -> array.add(json(item)));
      return array;
    }
    return scalar((ScalarNode) node);
  }

  /** Only what JSON writes in the same way is not a text; so no id loses its leading zeros. */
  private static JsonNode scalar(ScalarNode node) {
    var text = node.getValue();
    if (node.getTag().equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (node.getTag().equals(Tag.BOOL) && text.matches("true|false")) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    return node.getTag().equals(Tag.INT) && text.matches("0|[1-9]\\d{0,17}")
        ? JSON.numberNode(Long.parseLong(text))
        : JSON.textNode(text);
  }
}
