package dev.sigil.embedded.store;

import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL of one declared index. Collection and field names are part of the text: {@link Index}
 * admits letters, digits and underscores only. Values never are.
 */
final class IndexSql {
  private final Index index;
  private final String order;

  IndexSql(Index index) {
    this.index = index;
    this.order = field(index.order());
  }

  /** Holds the definition, so that a changed index is built instead of mistaken for the old. */
  String name() {
    return Stream.of(
            List.of("index", index.name(), index.collection()),
            index.equal(),
            List.of(index.order()))
        .flatMap(List::stream)
        .collect(Collectors.joining("_"));
  }

  String create() {
    String columns =
        Stream.concat(index.equal().stream().map(IndexSql::field), Stream.of(order, "id"))
            .collect(Collectors.joining(", "));
    return "CREATE INDEX IF NOT EXISTS "
        + (name() + " ON documents (" + columns + ")")
        + (" WHERE " + covered());
  }

  String select(boolean bounded, boolean continued) {
    boolean ascending = index.direction() == Direction.ASCENDING;
    String direction = ascending ? " ASC" : " DESC";
    String equal =
        index.equal().stream()
            .map(name -> " AND " + field(name) + " = ?")
            .collect(Collectors.joining());
    return "SELECT collection, id, version, body FROM documents"
        + (" INDEXED BY " + name() + " WHERE " + covered() + equal)
        + (bounded ? " AND " + order + " <= ?" : "")
        + (continued ? " AND (" + order + ", id) " + (ascending ? ">" : "<") + " (?, ?)" : "")
        + (" ORDER BY " + order + direction + ", id" + direction + " LIMIT ?");
  }

  private String covered() {
    return "collection = '" + index.collection() + "' AND " + order + " IS NOT NULL";
  }

  private static String field(String name) {
    return "json_extract(body, '$." + name + "')";
  }
}
