package dev.sigil.core.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.TransientException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Durable JSON documents in named collections, with serializable transactions. What a call returned
 * has happened and survives a crash. Thread-safe.
 *
 * <p>Every method may throw {@link TransientException}: nothing has been written then, or, where
 * the connection to a remote store broke during a write and stays broken, all of it.
 */
public interface DocumentStore {
  Optional<Document> get(String collection, String id);

  /**
   * A page of documents in the index's order. It sees every write that returned before it began.
   *
   * @throws IllegalArgumentException when the cursor is not one of this index's
   */
  Page<Document> query(Query query);

  /**
   * Runs {@code body} so that its reads and writes happen at one moment or not at all. It may run
   * several times when others write what it read, so it has no other effects. Reads come before
   * writes, as in Firestore; an exception from the body rolls back and is rethrown.
   *
   * @throws ConflictException when a write's precondition does not hold
   */
  <T> T transact(Function<Transaction, T> body);

  /** Creates or replaces one document. */
  default void put(String collection, String id, ObjectNode body) {
    transact(
        tx -> {
          tx.put(collection, id, body);
          return true;
        });
  }

  /**
   * Creates one document.
   *
   * @throws ConflictException when it exists
   */
  default void create(String collection, String id, ObjectNode body) {
    transact(
        tx -> {
          tx.create(collection, id, body);
          return true;
        });
  }

  /** Deletes one document; does nothing when there is none. */
  default void delete(String collection, String id) {
    transact(
        tx -> {
          tx.delete(collection, id);
          return true;
        });
  }

  /**
   * Rewrites documents that an older Sigil stored in another form, so that indexes hold the fields
   * of the present one. Reading needs it not.
   *
   * @param limit how many at most
   * @return how many were rewritten; less than the limit when none is left
   */
  default int migrate(int limit) {
    return 0;
  }

  /**
   * Removes documents whose {@link Expiry} has come; a store that does so by itself does nothing.
   *
   * @param limit how many at most
   * @return how many were removed
   */
  default int sweep(Instant now, int limit) {
    return 0;
  }

  /** What a transaction's body may do; invalid after the body returned. Not thread-safe. */
  interface Transaction {
    Optional<Document> get(String collection, String id);

    /** Creates; the transaction fails with {@link ConflictException} when the document exists. */
    void create(String collection, String id, ObjectNode body);

    /** Creates or replaces. */
    void put(String collection, String id, ObjectNode body);

    /** Replaces; fails with {@link ConflictException} unless the document has this version. */
    void replace(Document expected, ObjectNode body);

    /** Deletes; does nothing when there is no such document. */
    void delete(String collection, String id);
  }
}
