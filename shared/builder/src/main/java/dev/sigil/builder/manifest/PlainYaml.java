package dev.sigil.builder.manifest;

import java.util.Optional;
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
    Optional<Node> node = Optional.of(root);
    for (String key : keys) {
      node = node.flatMap(parent -> child(parent, key));
    }
    return node.filter(ScalarNode.class::isInstance)
        .map(scalar -> ((ScalarNode) scalar).getValue());
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
