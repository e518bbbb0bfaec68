package dev.sigil.core.store;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A declared order of a collection: equality on every field of {@code equal}, then ordered by
 * {@code order}, ties broken by document id. A query names the index that serves it, so there is no
 * query without one on any store. Fields are top-level names of the body. Those of {@code equal}
 * hold strings; {@code order} holds strings, compared by their UTF-8 bytes, or integers, the same
 * kind in every document. A document that lacks a field is not in the index.
 */
public record Index(
    String name, String collection, List<String> equal, String order, Direction direction) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

  public Index {
    equal = List.copyOf(equal);
    Stream.concat(Stream.of(name, collection, order), equal.stream()).forEach(Index::checkName);
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "an index, its collection and its fields are named by letters, digits and underscores");
    }
  }

  /** The order of an index. */
  public enum Direction {
    ASCENDING,
    DESCENDING
  }
}
