package dev.sigil.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.store.ConflictException;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore.Transaction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document transaction inside one of the database. */
final class SqliteTransaction implements Transaction {
  private final Sql sql;
  private boolean over;
  private boolean wrote;
  private @Nullable RuntimeException failure;

  SqliteTransaction(Sql sql) {
    this.sql = sql;
  }

  @FunctionalInterface
  private interface Statement<T> {
    T run() throws SQLException;
  }

  @Override
  public Optional<Document> get(String collection, String id) {
    if (wrote) {
      throw new IllegalStateException("reads come before writes");
    }
    return run(() -> SqliteDocumentStore.get(sql, collection, id));
  }

  @Override
  public void create(String collection, String id, ObjectNode body) {
    expect(write("INSERT OR IGNORE", collection, id, body) == 1, collection, id);
  }

  @Override
  public void put(String collection, String id, ObjectNode body) {
    write("INSERT OR REPLACE", collection, id, body);
  }

  @Override
  public void replace(Document expected, ObjectNode body) {
    int deleted =
        run(
            () ->
                sql.update(
                    "DELETE FROM documents WHERE version = ? AND collection = ? AND id = ?",
                    expected.version(),
                    expected.collection(),
                    expected.id()));
    expect(deleted == 1, expected.collection(), expected.id());
    write("INSERT", expected.collection(), expected.id(), body);
  }

  @Override
  public void delete(String collection, String id) {
    run(() -> sql.update("DELETE FROM documents WHERE collection = ? AND id = ?", collection, id));
    wrote = true;
  }

  /** Lets the transaction commit, unless a statement failed and the caller went on regardless. */
  void finish() {
    if (failure != null) {
      throw failure;
    }
  }

  void end() {
    over = true;
  }

  private int write(String verb, String collection, String id, ObjectNode body) {
    String text = new String(Document.encode(id, body), StandardCharsets.UTF_8);
    wrote = true;
    return run(
        () ->
            sql.update(
                verb + " INTO documents (collection, id, body) VALUES (?, ?, ?)",
                collection,
                id,
                text));
  }

  private void expect(boolean met, String collection, String id) {
    if (!met) {
      failure = new ConflictException(collection, id);
      throw failure;
    }
  }

  private <T> T run(Statement<T> statement) {
    if (over) {
      throw new IllegalStateException("the transaction is over");
    }
    try {
      return statement.run();
    } catch (SQLException e) {
      failure = Database.failure(e);
      throw failure;
    }
  }
}
