package dev.sigil.testkit.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.ConflictException;
import dev.sigil.core.store.Cursor;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A store that forgets. One transaction runs at a time. */
public final class MemoryDocumentStore implements DocumentStore {
  private record Key(String collection, String id) {}

  private Map<Key, Document> documents = new HashMap<>();
  private long versions;
  private boolean busy;

  @Override
  public synchronized Optional<Document> get(String collection, String id) {
    return Optional.ofNullable(documents.get(new Key(collection, id))).map(this::copy);
  }

  /** The body of every document, for tests of what must not be stored. */
  public synchronized List<ObjectNode> bodies() {
    return documents.values().stream().map(Document::body).toList();
  }

  @Override
  public synchronized Page<Document> query(Query query) {
    Comparator<Document> order = order(query.index());
    List<Document> found =
        documents.values().stream()
            .filter(document -> selects(query, document))
            .filter(after(query, order))
            .sorted(order)
            .limit(query.limit() + 1L)
            .map(this::copy)
            .toList();
    if (found.size() <= query.limit()) {
      return new Page<>(found, null);
    }
    List<Document> page = found.subList(0, query.limit());
    return new Page<>(page, Cursor.after(page.getLast(), query));
  }

  @Override
  public synchronized <T> T transact(Function<Transaction, T> body) {
    if (busy) {
      throw new IllegalStateException("a transaction is under way on this thread");
    }
    busy = true;
    MemoryTransaction tx = new MemoryTransaction(new HashMap<>(documents));
    try {
      T result = body.apply(tx);
      documents = tx.commit();
      return result;
    } finally {
      tx.open = false;
      busy = false;
    }
  }

  private Document copy(Document document) {
    return new Document(
        document.collection(), document.id(), document.version(), document.body().deepCopy());
  }

  private static boolean selects(Query query, Document document) {
    Index index = query.index();
    JsonNode order = document.body().path(index.order());
    String upTo = query.upTo();
    return document.collection().equals(index.collection())
        && IntStream.range(0, index.equal().size())
            .allMatch(
                i ->
                    document.body().path(index.equal().get(i)).isTextual()
                        && document
                            .body()
                            .path(index.equal().get(i))
                            .asText()
                            .equals(query.equal().get(i)))
        && (order.isTextual() || order.isIntegralNumber())
        && (upTo == null || compare(order, TextNode.valueOf(upTo)) <= 0);
  }

  private static Predicate<Document> after(Query query, Comparator<Document> order) {
    String text = query.cursor();
    if (text == null) {
      return document -> true;
    }
    Cursor cursor = Cursor.parse(text, query);
    ObjectNode body = Json.object();
    body.set(query.index().order(), cursor.order());
    Document last = new Document(query.index().collection(), cursor.id(), 0, body);
    return document -> order.compare(document, last) > 0;
  }

  private static Comparator<Document> order(Index index) {
    Comparator<Document> ascending =
        Comparator.<Document, JsonNode>comparing(
                document -> document.body().path(index.order()), MemoryDocumentStore::compare)
            .thenComparing(Document::id, MemoryDocumentStore::compareText);
    return index.direction() == Direction.ASCENDING ? ascending : ascending.reversed();
  }

  private static int compare(JsonNode a, JsonNode b) {
    if (a.isTextual() && b.isTextual()) {
      return compareText(a.asText(), b.asText());
    }
    return a.isTextual() == b.isTextual()
        ? Long.compare(a.asLong(), b.asLong())
        : Boolean.compare(a.isTextual(), b.isTextual());
  }

  private static int compareText(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private final class MemoryTransaction implements Transaction {
    private final Map<Key, Document> view;
    private boolean open = true;
    private boolean wrote;
    private @Nullable ConflictException conflict;

    MemoryTransaction(Map<Key, Document> view) {
      this.view = view;
    }

    @Override
    public Optional<Document> get(String collection, String id) {
      check(!wrote, "reads come before writes");
      return Optional.ofNullable(view.get(new Key(collection, id)))
          .map(MemoryDocumentStore.this::copy);
    }

    @Override
    public void create(String collection, String id, ObjectNode body) {
      expect(!view.containsKey(new Key(collection, id)), collection, id);
      put(collection, id, body);
    }

    @Override
    public void put(String collection, String id, ObjectNode body) {
      write();
      Document.encode(id, body);
      Document document = new Document(collection, id, ++versions, body.deepCopy());
      view.put(new Key(collection, id), document);
    }

    @Override
    public void replace(Document expected, ObjectNode body) {
      Document found = view.get(new Key(expected.collection(), expected.id()));
      expect(
          found != null && found.version() == expected.version(),
          expected.collection(),
          expected.id());
      put(expected.collection(), expected.id(), body);
    }

    @Override
    public void delete(String collection, String id) {
      write();
      view.remove(new Key(collection, id));
    }

    private void write() {
      check(open, "the transaction is over");
      wrote = true;
    }

    private void expect(boolean met, String collection, String id) {
      if (!met) {
        conflict = new ConflictException(collection, id);
        throw conflict;
      }
    }

    private void check(boolean held, String rule) {
      if (!held || !open) {
        throw new IllegalStateException(open ? rule : "the transaction is over");
      }
    }

    Map<Key, Document> commit() {
      if (conflict != null) {
        throw conflict;
      }
      return view;
    }
  }
}
