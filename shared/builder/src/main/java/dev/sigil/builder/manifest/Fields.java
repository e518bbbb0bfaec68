package dev.sigil.builder.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The fields of one mapping; what does not fit becomes a problem and reads as absent. */
final class Fields {
  private final Problems problems;
  private final String prefix;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /** {@code prefix} names the mapping in messages: {@code scaling.} or nothing at the root. */
  Fields(MappingNode mapping, String prefix, Set<String> known, Problems problems) {
    this.problems = problems;
    this.prefix = prefix;
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        continue;
      }
      if (known.contains(key.getValue())) {
        values.put(key.getValue(), tuple.getValueNode());
      } else {
        problems.add(
            key,
            "Unknown field \"" + Text.quoted(prefix + key.getValue()) + "\".",
            Nearest.to(key.getValue(), known)
                .map(near -> "Did you mean \"" + near + "\"?")
                .orElse(
                    "Fields here: " + String.join(", ", known.stream().sorted().toList()) + "."));
      }
    }
  }

  Optional<Node> node(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The text of a field that must match {@code shape}; {@code rule} completes "must be …". */
  @Nullable String text(String name, Pattern shape, String rule) {
    return node(name).map(node -> matching(node, name, shape, rule)).orElse(null);
  }

  private @Nullable String matching(Node node, String name, Pattern shape, String rule) {
    Optional<String> text = string(node);
    if (text.filter(shape.asMatchPredicate()).isPresent()) {
      return text.get();
    }
    boolean unquoted = node instanceof ScalarNode scalar && text.isEmpty() && !isNull(scalar);
    wrong(name, node, rule, unquoted ? "Write it in quotes." : "");
    return null;
  }

  /** What one of {@code words} stands for; empty when absent or none of them. */
  <T> Optional<T> choice(String name, Map<String, T> words) {
    return node(name).flatMap(node -> word(node, name, words));
  }

  private <T> Optional<T> word(Node node, String name, Map<String, T> words) {
    String text = string(node).orElse("");
    if (!words.containsKey(text)) {
      wrong(
          name,
          node,
          words.keySet().stream().sorted().collect(Collectors.joining(", ", "one of ", "")),
          Nearest.to(text, words.keySet())
              .map(near -> "Did you mean \"" + near + "\"?")
              .orElse(""));
    }
    return Optional.ofNullable(words.get(text));
  }

  int integer(String name, int min, int max, int otherwise) {
    return node(name).map(node -> number(node, name, min, max, otherwise)).orElse(otherwise);
  }

  private int number(Node node, String name, int min, int max, int otherwise) {
    if (node instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.INT)
        && scalar.getValue().matches("[0-9]{1,6}")) {
      int value = Integer.parseInt(scalar.getValue());
      if (value >= min && value <= max) {
        return value;
      }
    }
    wrong(name, node, "a whole number from " + min + " to " + max, "");
    return otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    Optional<Node> node = node(name);
    if (node.isEmpty()) {
      return otherwise;
    }
    if (node.get() instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.BOOL)
        && scalar.getValue().matches("true|false")) {
      return scalar.getValue().equals("true");
    }
    wrong(name, node.get(), "true or false", "");
    return otherwise;
  }

  Optional<MappingNode> mapping(String name) {
    Optional<Node> node = node(name);
    if (node.isPresent() && !(node.get() instanceof MappingNode)) {
      wrong(name, node.get(), "a mapping of names to values", "");
    }
    return node.filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
  }

  /** The items of a list of at most {@code max}; null when the field is absent or no list. */
  <T> @Nullable List<T> list(String name, int max, Function<Node, Optional<T>> item) {
    Optional<Node> node = node(name);
    if (node.isEmpty()) {
      return null;
    }
    if (!(node.get() instanceof SequenceNode sequence) || sequence.getValue().size() > max) {
      wrong(name, node.get(), "a list of at most " + max + " items", "");
      return null;
    }
    List<T> items = new ArrayList<>();
    sequence.getValue().forEach(element -> item.apply(element).ifPresent(items::add));
    return items;
  }

  /** The text of a scalar that YAML reads as a string. */
  static Optional<String> string(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  static boolean isNull(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL);
  }

  void wrong(String name, Node at, String rule, String suggestion) {
    problems.add(at, "\"" + prefix + name + "\" must be " + rule + ".", suggestion);
  }
}
