package dev.sigil.embedded.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Cursor;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Expiry;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Documents as rows of JSON in the one file, each declared index as an index on expressions. A
 * row's key is its document's version: every write makes a new row, and keys never come back.
 */
public final class SqliteDocumentStore implements DocumentStore {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS documents (version INTEGER PRIMARY KEY AUTOINCREMENT,"
          + " collection TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,"
          + " UNIQUE (collection, id))";
  private static final String EXPIRES = "json_extract(body, '$." + Expiry.FIELD + "')";
  private static final String BY_EXPIRY =
      "CREATE INDEX IF NOT EXISTS documents_by_expiry ON documents ("
          + EXPIRES
          + ") WHERE "
          + EXPIRES
          + " IS NOT NULL";
  private static final String SWEEP =
      "DELETE FROM documents WHERE version IN (SELECT version FROM documents WHERE "
          + EXPIRES
          + " IS NOT NULL AND "
          + EXPIRES
          + " <= ? LIMIT ?)";

  private final Database database;
  private final Map<Index, IndexSql> indexes = new HashMap<>();

  /**
   * Opens the documents of a database.
   *
   * @param declared every index that a query may name; missing ones are built now
   */
  public SqliteDocumentStore(Database database, List<Index> declared) {
    this.database = database;
    List<String> schema = new ArrayList<>(List.of(TABLE, BY_EXPIRY));
    for (Index index : declared) {
      IndexSql sql = new IndexSql(index);
      indexes.put(index, sql);
      schema.add(sql.create());
    }
    database.migrate(schema);
  }

  @Override
  public Optional<Document> get(String collection, String id) {
    return database.read(sql -> get(sql, collection, id));
  }

  @Override
  public Page<Document> query(Query query) {
    String text = query.cursor();
    Cursor cursor = text == null ? null : Cursor.parse(text, query);
    String select = select(query);
    Object[] values = values(query, cursor);
    List<Document> found =
        database.read(sql -> sql.list(select, SqliteDocumentStore::document, values));
    if (found.size() <= query.limit()) {
      return new Page<>(found, null);
    }
    List<Document> page = found.subList(0, query.limit());
    return new Page<>(page, Cursor.after(page.getLast(), query));
  }

  @Override
  public <T> T transact(Function<Transaction, T> body) {
    return database.write(
        sql -> {
          SqliteTransaction tx = new SqliteTransaction(sql);
          try {
            T result = body.apply(tx);
            tx.finish();
            return result;
          } finally {
            tx.end();
          }
        });
  }

  @Override
  public int sweep(Instant now, int limit) {
    return database.write(sql -> sql.update(SWEEP, Json.text(now), limit));
  }

  static Optional<Document> get(Sql sql, String collection, String id) throws SQLException {
    return sql.first(
        "SELECT collection, id, version, body FROM documents WHERE collection = ? AND id = ?",
        SqliteDocumentStore::document,
        collection,
        id);
  }

  /** The statement that serves a query. */
  String select(Query query) {
    IndexSql index = indexes.get(query.index());
    if (index == null) {
      throw new IllegalArgumentException("not a declared index: " + query.index().name());
    }
    return index.select(query.upTo() != null, query.cursor() != null);
  }

  private static Object[] values(Query query, @Nullable Cursor cursor) {
    List<Object> values = new ArrayList<>(query.equal());
    if (query.upTo() != null) {
      values.add(query.upTo());
    }
    if (cursor != null) {
      values.add(value(cursor.order()));
      values.add(cursor.id());
    }
    values.add(query.limit() + 1);
    return values.toArray();
  }

  private static Object value(JsonNode order) {
    return order.isTextual() ? order.asText() : (Object) order.asLong();
  }

  private static Document document(ResultSet row) throws SQLException {
    ObjectNode body = (ObjectNode) Json.parse(row.getString(4));
    return new Document(row.getString(1), row.getString(2), row.getLong(3), body);
  }
}
