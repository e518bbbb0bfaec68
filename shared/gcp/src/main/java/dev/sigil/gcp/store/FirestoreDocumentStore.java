package dev.sigil.gcp.store;

import dev.sigil.core.TransientException;
import dev.sigil.core.store.Cursor;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import dev.sigil.gcp.Backoff;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.Lazy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Documents in Firestore, see {@link StoredDocument}. A document's version is its time of update,
 * which Firestore lets grow with each write.
 */
public final class FirestoreDocumentStore implements DocumentStore, AutoCloseable {
  private static final int ATTEMPTS = 30;

  private final FirestoreDatabase database;
  private final Set<Index> declared;
  private final Map<String, Set<String>> indexed = new HashMap<>();
  private final RandomGenerator random;
  private final Backoff backoff;

  FirestoreDocumentStore(
      FirestoreDatabase database, List<Index> declared, RandomGenerator random, Backoff backoff) {
    this.database = database;
    this.declared = Set.copyOf(declared);
    this.random = random;
    this.backoff = backoff;
    for (Index index : declared) {
      Set<String> fields = indexed.computeIfAbsent(index.collection(), key -> new TreeSet<>());
      fields.addAll(index.equal());
      fields.add(index.order());
    }
  }

  /**
   * Opens the database without calling it.
   *
   * @param declared every index that a query may name; Terraform makes them
   * @param random thread-safe
   */
  public static FirestoreDocumentStore open(
      GcpClients clients, GcpConfig config, List<Index> declared, RandomGenerator random) {
    DocumentNames names = DocumentNames.of(config.home().project(), config.database());
    FirestoreDatabase database =
        new FirestoreDatabase(new Lazy<>(() -> FirestoreConnection.open(clients)), names);
    Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500), random);
    return new FirestoreDocumentStore(database, declared, random, backoff);
  }

  @Override
  public Optional<Document> get(String collection, String id) {
    return database
        .names()
        .find(collection, id)
        .flatMap(name -> database.read(name, null).document())
        .map(found -> StoredDocument.decode(collection, found));
  }

  @Override
  public Page<Document> query(Query query) {
    if (!declared.contains(query.index())) {
      throw new IllegalArgumentException("not a declared index: " + query.index().name());
    }
    List<Document> found =
        database.query(IndexQuery.of(query, database.names())).stream()
            .map(document -> StoredDocument.decode(query.index().collection(), document))
            .toList();
    if (found.size() <= query.limit()) {
      return new Page<>(found, null);
    }
    List<Document> page = found.subList(0, query.limit());
    return new Page<>(page, Cursor.after(page.getLast(), query));
  }

  @Override
  public <T> T transact(Function<Transaction, T> body) {
    long mark = random.nextLong();
    for (int failures = 1; ; failures++) {
      try {
        return attempt(new FirestoreTransaction(database, indexed, mark), body);
      } catch (Contention e) {
        if (failures == ATTEMPTS) {
          throw new TransientException("A transaction met others at each attempt.", e);
        }
        backoff.pause(failures);
      }
    }
  }

  @Override
  public void close() {
    database.client().close();
  }

  private static <T> T attempt(FirestoreTransaction tx, Function<Transaction, T> body) {
    try {
      T result = body.apply(tx);
      tx.end().run();
      return result;
    } finally {
      tx.abandon();
    }
  }
}
