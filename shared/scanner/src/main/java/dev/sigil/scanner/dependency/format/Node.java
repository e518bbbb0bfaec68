package dev.sigil.scanner.dependency.format;

import java.util.List;
import java.util.Map;

/** A value of a structured file and the line it stands on, from 1. */
sealed interface Node {
  int line();

  /** A string, number or literal, as text; null is empty. */
  record Scalar(String value, int line) implements Node {}

  record Fields(Map<String, Node> byName, int line) implements Node {}

  record Items(List<Node> list, int line) implements Node {}

  /**
   * This value, shown at {@code line}: a field is found by its name, whose line is the one to show.
   */
  default Node at(int line) {
    return switch (this) {
      case Scalar scalar -> new Scalar(scalar.value(), line);
      case Fields fields -> new Fields(fields.byName(), line);
      case Items items -> new Items(items.list(), line);
    };
  }

  default Map<String, Node> fields() {
    return this instanceof Fields fields ? fields.byName() : Map.of();
  }

  default List<Node> items() {
    return this instanceof Items items ? items.list() : List.of();
  }

  /** The field of that name, or an empty text. */
  default Node field(String name) {
    return fields().getOrDefault(name, new Scalar("", 0));
  }

  /** The text of this value; empty when it is not a scalar. */
  default String text() {
    return this instanceof Scalar scalar ? scalar.value() : "";
  }

  default String text(String name) {
    return field(name).text();
  }

  default boolean isTrue(String name) {
    return text(name).equals("true");
  }
}
