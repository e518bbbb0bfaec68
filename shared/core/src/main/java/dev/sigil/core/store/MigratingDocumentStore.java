package dev.sigil.core.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Shows every document in its present form, whatever form it is stored in, and stores what is
 * written in that form. Thread-safe.
 */
public final class MigratingDocumentStore implements DocumentStore {
  private final DocumentStore store;
  private final Schema schema;

  /**
   * A view of a store.
   *
   * @param store must know {@link Schema#indexes}
   */
  public MigratingDocumentStore(DocumentStore store, Schema schema) {
    this.store = store;
    this.schema = schema;
  }

  @Override
  public Optional<Document> get(String collection, String id) {
    return store.get(collection, id).map(this::upgraded);
  }

  @Override
  public Page<Document> query(Query query) {
    return store.query(query).map(this::upgraded);
  }

  @Override
  public <T> T transact(Function<Transaction, T> body) {
    return store.transact(tx -> body.apply(new MigratingTransaction(tx)));
  }

  /*
   * A rewritten document moves to the end of its index, so the oldest forms are always in front, and
   * a run that was cut off goes on where it stopped.
   */
  @Override
  public int migrate(int limit) {
    int written = 0;
    for (Index index : schema.indexes()) {
      List<Document> oldest =
          limit == written
              ? List.of()
              : store
                  .query(Query.of(index, Math.min(limit - written, Query.MAX_LIMIT), null))
                  .items();
      for (Document document : oldest) {
        if (Schema.version(document.body()) < schema.version(index.collection())) {
          rewrite(document.collection(), document.id());
          written++;
        }
      }
    }
    return written;
  }

  @Override
  public int sweep(Instant now, int limit) {
    return store.sweep(now, limit);
  }

  private void rewrite(String collection, String id) {
    transact(
        tx -> {
          tx.get(collection, id).ifPresent(found -> tx.replace(found, found.body()));
          return true;
        });
  }

  private Document upgraded(Document stored) {
    return new Document(
        stored.collection(),
        stored.id(),
        stored.version(),
        schema.upgrade(stored.collection(), stored.body()));
  }

  private final class MigratingTransaction implements Transaction {
    private final Transaction tx;

    MigratingTransaction(Transaction tx) {
      this.tx = tx;
    }

    @Override
    public Optional<Document> get(String collection, String id) {
      return tx.get(collection, id).map(MigratingDocumentStore.this::upgraded);
    }

    @Override
    public void create(String collection, String id, ObjectNode body) {
      tx.create(collection, id, schema.stamp(collection, body));
    }

    @Override
    public void put(String collection, String id, ObjectNode body) {
      tx.put(collection, id, schema.stamp(collection, body));
    }

    @Override
    public void replace(Document expected, ObjectNode body) {
      tx.replace(expected, schema.stamp(expected.collection(), body));
    }

    @Override
    public void delete(String collection, String id) {
      tx.delete(collection, id);
    }
  }
}
