package dev.sigil.core.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents in the order of an index.
 *
 * @param equal one value for each field of {@link Index#equal}, in its order
 * @param upTo only documents whose ordering field is at most this; null for all. An instant is
 *     compared as {@link dev.sigil.core.json.Json#text} writes it
 * @param limit from 1 to {@value #MAX_LIMIT}
 * @param cursor where the page before ended; null for the first
 */
public record Query(
    Index index, List<String> equal, @Nullable String upTo, int limit, @Nullable String cursor) {
  public static final int MAX_LIMIT = 500;

  public Query {
    equal = List.copyOf(equal);
    if (equal.size() != index.equal().size()) {
      throw new IllegalArgumentException(index.name() + " needs " + index.equal());
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be within 1.." + MAX_LIMIT);
    }
  }

  public static Query of(Index index, int limit, @Nullable String cursor, String... equal) {
    return new Query(index, List.of(equal), null, limit, cursor);
  }
}
