package dev.sigil.builder.manifest;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A YAML file of another tool, read within the same bounds as a manifest; see {@link Yaml}. */
public record PlainYaml(MappingNode root) {
  /**
   * Reads a file.
   *
   * @throws dev.sigil.core.SigilException {@code MANIFEST_INVALID} when it breaks a bound
   */
  public static PlainYaml read(String path, byte[] bytes) {
    Problems problems = new Problems(path);
    Optional<MappingNode> root = Yaml.read(bytes, problems);
    if (root.isEmpty() || !problems.isEmpty()) {
      throw problems.exception();
    }
    return new PlainYaml(root.get());
  }

  /** The text at the end of {@code keys}; empty when there is none. */
  public Optional<String> text(String... keys) {
    return node(keys)
        .filter(ScalarNode.class::isInstance)
        .map(scalar -> ((ScalarNode) scalar).getValue());
  }

  /** The names in the mapping at the end of {@code keys}; none when there is no mapping. */
  public List<String> keys(String... keys) {
    return entries(keys).map(tuple -> ((ScalarNode) tuple.getKeyNode()).getValue()).toList();
  }

  /** The texts in the mapping at the end of {@code keys} by their names. */
  public SortedMap<String, String> texts(String... keys) {
    SortedMap<String, String> texts = new TreeMap<>();
    entries(keys)
        .filter(tuple -> tuple.getValueNode() instanceof ScalarNode)
        .forEach(
            tuple ->
                texts.put(
                    ((ScalarNode) tuple.getKeyNode()).getValue(),
                    ((ScalarNode) tuple.getValueNode()).getValue()));
    return texts;
  }

  private Stream<NodeTuple> entries(String... keys) {
    return node(keys)
        .filter(MappingNode.class::isInstance)
        .map(mapping -> ((MappingNode) mapping).getValue().stream())
        .orElse(Stream.empty())
        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode);
  }

  private Optional<Node> node(String... keys) {
    Optional<Node> node = Optional.of(root);
    for (String key : keys) {
      node = node.flatMap(parent -> child(parent, key));
    }
    return node;
  }

  private static Optional<Node> child(Node parent, String key) {
    return parent instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode k && k.getValue().equals(key))
            .map(NodeTuple::getValueNode)
            .findFirst()
        : Optional.empty();
  }
}
