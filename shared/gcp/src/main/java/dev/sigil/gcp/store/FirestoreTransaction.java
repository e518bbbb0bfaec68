package dev.sigil.gcp.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.firestore.v1.Write;
import com.google.protobuf.Timestamp;
import dev.sigil.core.store.ConflictException;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a transaction. It reads what Firestore held at the moment of its first read and
 * holds no lock; its writes ask that what it read is still so.
 */
final class FirestoreTransaction implements Transaction {
  private final FirestoreDatabase database;
  private final Map<String, Set<String>> indexed;
  private final long mark;
  private final Map<String, Optional<Document>> reads = new HashMap<>();
  private final List<Write> writes = new ArrayList<>();
  private final Set<String> written = new HashSet<>();
  private final List<Condition> conditions = new ArrayList<>();
  private @Nullable Timestamp moment;
  private @Nullable RuntimeException failure;
  private boolean wrote;
  private boolean over;

  /**
   * Prepares an attempt.
   *
   * @param indexed the indexed fields of each collection that has any
   * @param mark tells what this transaction wrote from what others did
   */
  FirestoreTransaction(FirestoreDatabase database, Map<String, Set<String>> indexed, long mark) {
    this.database = database;
    this.indexed = indexed;
    this.mark = mark;
  }

  @Override
  public Optional<Document> get(String collection, String id) {
    checkOpen();
    if (wrote) {
      throw new IllegalStateException("reads come before writes");
    }
    return database.names().find(collection, id).flatMap(name -> read(collection, name));
  }

  @Override
  public void create(String collection, String id, ObjectNode body) {
    expect(new Condition(collection, id, name(collection, id), Condition.ABSENT), body);
  }

  @Override
  public void put(String collection, String id, ObjectNode body) {
    String name = name(collection, id);
    add(name, encode(name, collection, id, body));
  }

  @Override
  public void replace(Document expected, ObjectNode body) {
    String name = name(expected.collection(), expected.id());
    expect(new Condition(expected.collection(), expected.id(), name, expected.version()), body);
  }

  @Override
  public void delete(String collection, String id) {
    checkOpen();
    wrote = true;
    database.names().find(collection, id).ifPresent(this::delete);
  }

  /** What to commit; afterwards the transaction is over. */
  Commit end() {
    over = true;
    if (failure != null) {
      throw failure;
    }
    Map<String, Long> unwritten = new HashMap<>();
    reads.forEach(
        (name, found) -> {
          if (!written.contains(name)) {
            unwritten.put(name, version(found));
          }
        });
    return new Commit(database, mark, unwritten, List.copyOf(writes), List.copyOf(conditions));
  }

  /** Ends the transaction without writing. */
  void abandon() {
    over = true;
  }

  private Optional<Document> read(String collection, String name) {
    Optional<Document> known = reads.get(name);
    if (known != null) {
      return known;
    }
    FirestoreDatabase.Answer answer = database.read(name, moment);
    moment = answer.at();
    Optional<Document> found =
        answer.document().map(document -> StoredDocument.decode(collection, document));
    reads.put(name, found);
    return found;
  }

  private void expect(Condition condition, ObjectNode body) {
    Write.Builder write =
        encode(condition.name(), condition.collection(), condition.id(), body)
            .setCurrentDocument(condition.precondition());
    Optional<Document> known = reads.get(condition.name());
    if (known == null) {
      conditions.add(condition);
    } else if (version(known) != condition.version()) {
      failure = new ConflictException(condition.collection(), condition.id());
      throw failure;
    }
    add(condition.name(), write);
  }

  /* Firestore takes no precondition "absent" on a deletion; not to write says the same. */
  private void delete(String name) {
    Optional<Document> known = reads.get(name);
    if (known == null || known.isPresent() || written.contains(name)) {
      add(name, Write.newBuilder().setDelete(name));
    }
  }

  private void add(String name, Write.Builder write) {
    wrote = true;
    Optional<Document> known = reads.get(name);
    if (known != null && written.add(name) && !write.hasCurrentDocument()) {
      write.setCurrentDocument(Condition.precondition(version(known)));
    }
    writes.add(write.build());
  }

  private Write.Builder encode(String name, String collection, String id, ObjectNode body) {
    checkOpen();
    Set<String> fields = indexed.getOrDefault(collection, Set.of());
    return Write.newBuilder().setUpdate(StoredDocument.encode(name, id, body, fields, mark));
  }

  private String name(String collection, String id) {
    return database
        .names()
        .find(collection, id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a document id is 1 to 400 characters of Unicode without a slash"));
  }

  private void checkOpen() {
    if (over) {
      throw new IllegalStateException("the transaction is over");
    }
  }

  private static long version(Optional<Document> found) {
    return found.map(Document::version).orElse(Condition.ABSENT);
  }
}
