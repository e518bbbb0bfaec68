package dev.sigil.core.store;

import java.util.List;

/**
 * A declared order of a collection: equality on every field of {@code equal}, then ordered by
 * {@code order}, ties broken by document id. A query names the index that serves it, so there is no
 * query without one on any store. Fields are top-level names of the body and hold strings or
 * integers.
 */
public record Index(
    String name, String collection, List<String> equal, String order, Direction direction) {
  public Index {
    equal = List.copyOf(equal);
  }

  /** The order of an index. */
  public enum Direction {
    ASCENDING,
    DESCENDING
  }
}
