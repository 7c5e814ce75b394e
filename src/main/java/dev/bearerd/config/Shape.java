package dev.bearerd.config;

import dev.bearerd.config.Node.Mapping;
import dev.bearerd.config.Node.Scalar;
import dev.bearerd.config.Node.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a piece of the configuration must look like. */
sealed interface Shape {

  /**
   * What can be used of the node; everything else is reported and left out.
   *
   * @param key the node's own, dotted
   */
  Optional<Node> clean(String key, Node node, Inspection inspection);

  /** One text. */
  record Value(Check check) implements Shape {
    @Override
    public Optional<Node> clean(String key, Node node, Inspection inspection) {
      return node instanceof Scalar scalar
          ? inspection.value(scalar, key, check)
          : inspection.refuse(node, key, "must be a single value");
    }
  }

  /** What is not allowed here. */
  record Forbidden(String reason) implements Shape {
    @Override
    public Optional<Node> clean(String key, Node node, Inspection inspection) {
      inspection.report(node.location(), key, reason);
      return Optional.empty();
    }
  }

  /** A list. */
  record Elements(Shape element, boolean mayBeEmpty) implements Shape {
    Elements(Shape element) {
      this(element, true);
    }

    Elements atLeastOne() {
      return new Elements(element, false);
    }

    @Override
    public Optional<Node> clean(String key, Node node, Inspection inspection) {
      if (!(node instanceof Sequence sequence)) {
        return inspection.refuse(node, key, "must be a list");
      }
      if (sequence.elements().isEmpty() && !mayBeEmpty) {
        return inspection.refuse(node, key, "must list one at least");
      }
      var cleaned = new ArrayList<Node>();
      for (int i = 0; i < sequence.elements().size(); i++) {
        element
            .clean(key + "[" + i + "]", sequence.elements().get(i), inspection)
            .ifPresent(cleaned::add);
      }
      return Optional.of(new Sequence(sequence.location(), cleaned));
    }
  }

  /** A mapping whose keys are names that the operator chooses. */
  record Names(Check name, Shape value) implements Shape {
    @Override
    public Optional<Node> clean(String key, Node node, Inspection inspection) {
      if (!(node instanceof Mapping mapping)) {
        return inspection.refuse(node, key, "must be a mapping of names to values");
      }
      var cleaned = new LinkedHashMap<String, Node>();
      mapping
          .values()
          .forEach(
              (chosen, child) -> {
                name.complaint(chosen)
                    .ifPresent(why -> inspection.report(child.location(), join(key, chosen), why));
                value
                    .clean(join(key, chosen), child, inspection)
                    .ifPresent(usable -> cleaned.put(chosen, usable));
              });
      return Optional.of(new Mapping(mapping.location(), cleaned));
    }
  }

  /** A mapping that holds exactly one of the keys of a group, each a kind of the same thing. */
  record Choice(Group kinds) implements Shape {
    @Override
    public Optional<Node> clean(String key, Node node, Inspection inspection) {
      if (node instanceof Mapping mapping
          && kinds.keys().keySet().stream().filter(mapping.values()::containsKey).count() != 1) {
        inspection.report(
            node.location(), key, "must hold one of: " + String.join(", ", kinds.keys().keySet()));
      }
      return kinds.clean(key, node, inspection);
    }
  }

  /**
   * A mapping of known keys.
   *
   * @param exclusive sets of keys of which at most one may be there
   * @param required keys that must be there
   * @param brief the key that a text in place of the mapping means alone
   */
  record Group(
      Map<String, Shape> keys,
      List<Set<String>> exclusive,
      List<String> required,
      Optional<String> brief)
      implements Shape {
    public Group {
      keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
      required = List.copyOf(required);
    }

    Group() {
      this(Map.of(), List.of(), List.of(), Optional.empty());
    }

    Group with(String key, Shape shape) {
      var more = new LinkedHashMap<>(keys);
      more.put(key, shape);
      return new Group(more, exclusive, required, brief);
    }

    Group with(String key, Check check) {
      return with(key, new Value(check));
    }

    Group excluding(List<Set<String>> sets) {
      return new Group(keys, sets, required, brief);
    }

    Group requiring(String... names) {
      return new Group(keys, exclusive, List.of(names), Optional.empty());
    }

    /** Requires the key, and lets it stand for the whole. */
    Group withMain(String key) {
      return new Group(keys, exclusive, List.of(key), Optional.of(key));
    }

    /** Lets the key stand for the whole. */
    Group withBrief(String key) {
      return new Group(keys, exclusive, required, Optional.of(key));
    }

    /** Lets the first of two keys stand for the whole, and takes one of them at most. */
    Group withAlternatives(String main, String other) {
      return new Group(keys, List.of(Set.of(main, other)), List.of(), Optional.of(main));
    }

    @Override
    public Optional<Node> clean(String key, Node node, Inspection inspection) {
      if (node instanceof Scalar scalar && brief.isPresent()) {
        var whole = new Mapping(scalar.location(), Map.of(brief.get(), scalar));
        return clean(key, whole, inspection);
      }
      if (!(node instanceof Mapping mapping)) {
        return inspection.refuse(node, key, "must be a mapping of keys to values");
      }
      required.stream()
          .filter(name -> !mapping.values().containsKey(name))
          .forEach(name -> inspection.report(node.location(), join(key, name), "is missing"));
      exclusive.forEach(names -> refuseSecond(names, key, mapping, inspection));
      return Optional.of(new Mapping(mapping.location(), known(key, mapping, inspection)));
    }

    private Map<String, Node> known(String key, Mapping mapping, Inspection inspection) {
      var known = new LinkedHashMap<String, Node>();
      mapping
          .values()
          .forEach(
              (name, child) ->
                  Optional.ofNullable(keys.get(name))
                      .orElseGet(() -> unknown(name))
                      .clean(join(key, name), child, inspection)
                      .ifPresent(usable -> known.put(name, usable)));
      return known;
    }

    private Shape unknown(String name) {
      return new Forbidden("unknown key" + Suggestion.hint(name, keys.keySet()));
    }

    private static void refuseSecond(
        Set<String> names, String key, Mapping mapping, Inspection inspection) {
      var given =
          mapping.values().entrySet().stream()
              .filter(entry -> names.contains(entry.getKey()))
              .toList();
      for (var second : given.subList(Math.min(1, given.size()), given.size())) {
        var first = given.get(0);
        inspection.report(
            second.getValue().location(),
            join(key, second.getKey()),
            "cannot be used together with %s of %s; remove one"
                .formatted(first.getKey(), first.getValue().location()));
      }
    }
  }

  private static String join(String key, String name) {
    return key.isEmpty() ? name : key + "." + name;
  }
}
