package dev.sigil.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.ConflictException;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link DocumentStore} does. */
public abstract class DocumentStoreContract {
  protected static final Index BY_NUMBER =
      new Index("testByNumber", "things", List.of("owner"), "number", Direction.DESCENDING);
  protected static final Index BY_TIME =
      new Index("testByTime", "things", List.of("owner", "state"), "at", Direction.ASCENDING);

  /** The indexes that the store under test must know. */
  protected static final List<Index> INDEXES = List.of(BY_NUMBER, BY_TIME);

  @SuppressWarnings("NullAway.Init")
  private DocumentStore store;

  /** Opens an empty store that knows {@link #INDEXES}; it may keep its files in the directory. */
  protected abstract DocumentStore open(Path directory);

  @BeforeEach
  void openStore(@TempDir Path directory) {
    store = open(directory);
  }

  @Test
  void get_unknown_isEmpty() {
    assertThat(store.get("things", "none")).isEmpty();
  }

  @Test
  void put_thenGet_returnsTheBody() {
    ObjectNode body = thing("a", 1).put("text", "ü\u0000\"\n😀");
    body.putObject("nested").putArray("list").add(1.5).addNull().add(true);

    store.put("things", "ä b%_'\"~", body);

    assertThat(store.get("things", "ä b%_'\"~"))
        .hasValueSatisfying(
            found -> {
              assertThat(found.body()).isEqualTo(body);
              assertThat(found.id()).isEqualTo("ä b%_'\"~");
              assertThat(found.collection()).isEqualTo("things");
            });
  }

  @Test
  void put_sameIdInAnotherCollection_isAnotherDocument() {
    store.put("things", "x", thing("a", 1));
    store.put("others", "x", thing("a", 2));
    store.delete("others", "x");

    assertThat(store.get("things", "x")).isPresent();
    assertThat(store.get("others", "x")).isEmpty();
  }

  @Test
  void put_again_changesTheVersion() {
    store.put("things", "x", thing("a", 1));
    long before = store.get("things", "x").orElseThrow().version();
    store.put("things", "x", thing("a", 1));

    assertThat(store.get("things", "x").orElseThrow().version()).isNotEqualTo(before);
  }

  @Test
  void put_bodyChangedAfterwards_keepsWhatWasWritten() {
    ObjectNode body = thing("a", 1);
    store.put("things", "x", body);
    body.put("number", 99);

    assertThat(store.get("things", "x").orElseThrow().body().path("number").asInt()).isEqualTo(1);
  }

  @Test
  public void put_bodyOverOneMebibyte_isRefused() {
    ObjectNode large = Json.object().put("text", "x".repeat(Document.MAX_BYTES - 11));
    store.put("things", "fits", large);
    large.put("text", "x".repeat(Document.MAX_BYTES));

    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> store.put("things", "x", large))
        .matches(e -> e.code() == ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(store.get("things", "x")).isEmpty();
  }

  @Test
  void put_badId_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put("things", "a/b", thing("a", 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> store.put("things", "", thing("a", 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put("things", "x".repeat(401), thing("a", 1)));
  }

  @Test
  void create_existing_isAConflict() {
    store.create("things", "x", thing("a", 1));

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store.create("things", "x", thing("a", 2)));
    assertThat(store.get("things", "x").orElseThrow().body().path("number").asInt()).isEqualTo(1);
  }

  @Test
  void replace_staleVersion_isAConflictAndWritesNothing() {
    store.put("things", "x", thing("a", 1));
    Document stale = store.get("things", "x").orElseThrow();
    store.put("things", "x", thing("a", 2));

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                store.transact(
                    tx -> {
                      tx.put("things", "y", thing("a", 3));
                      tx.replace(stale, thing("a", 4));
                      return true;
                    }));
    assertThat(store.get("things", "y")).isEmpty();
    assertThat(store.get("things", "x").orElseThrow().body().path("number").asInt()).isEqualTo(2);
  }

  @Test
  void replace_deletedAndCreatedAgain_isAConflict() {
    store.put("things", "x", thing("a", 1));
    Document stale = store.get("things", "x").orElseThrow();
    store.delete("things", "x");
    store.put("things", "x", thing("a", 1));

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                store.transact(
                    tx -> {
                      tx.replace(stale, thing("a", 2));
                      return true;
                    }));
  }

  @Test
  void transact_conflictSwallowedByTheBody_stillFails() {
    store.put("things", "x", thing("a", 1));

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                store.transact(
                    tx -> {
                      tx.put("things", "y", thing("a", 2));
                      try {
                        tx.create("things", "x", thing("a", 3));
                      } catch (ConflictException e) {
                        return false;
                      }
                      return true;
                    }));
    assertThat(store.get("things", "y")).isEmpty();
  }

  @Test
  void transact_bodyThrows_rollsBackAndRethrows() {
    IllegalCallerException thrown = new IllegalCallerException("mine");

    assertThatExceptionOfType(IllegalCallerException.class)
        .isThrownBy(
            () ->
                store.transact(
                    tx -> {
                      tx.put("things", "x", thing("a", 1));
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(store.get("things", "x")).isEmpty();
  }

  @Test
  void transact_readAfterWrite_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                store.transact(
                    tx -> {
                      tx.put("things", "x", thing("a", 1));
                      return tx.get("things", "y");
                    }));
    assertThat(store.get("things", "x")).isEmpty();
  }

  @Test
  void transact_usedAfterItsEnd_isRefused() {
    DocumentStore.Transaction over = store.transact(tx -> tx);

    assertThatIllegalStateException().isThrownBy(() -> over.get("things", "x"));
    assertThatIllegalStateException().isThrownBy(() -> over.delete("things", "x"));
  }

  @Test
  void transact_byManyThreads_losesNoUpdate() throws Exception {
    store.put("things", "counter", thing("a", 0));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<Boolean> increments =
          () -> {
            for (int i = 0; i < 25; i++) {
              increment();
            }
            return true;
          };
      for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(8, increments))) {
        assertThat(done.get()).isTrue();
      }
    }
    assertThat(store.get("things", "counter").orElseThrow().body().path("number").asInt())
        .isEqualTo(200);
  }

  @Test
  void delete_unknown_doesNothing() {
    store.delete("things", "none");

    assertThat(store.get("things", "none")).isEmpty();
  }

  @Test
  void query_integersDescending_pagesThroughAllOfOneOwner() {
    for (int i = 0; i < 25; i++) {
      store.put("things", "id" + i, thing("a", i == 7 ? 100_000 : i));
      store.put("things", "other" + i, thing("b", i));
    }
    List<Integer> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<Document> page = store.query(Query.of(BY_NUMBER, 10, cursor, "a"));
      page.items().forEach(found -> seen.add(found.body().path("number").asInt()));
      cursor = page.nextCursor();
      assertThat(cursor == null || cursor.matches("[A-Za-z0-9_-]+")).isTrue();
    } while (cursor != null);

    assertThat(seen).hasSize(25).startsWith(100_000, 24, 23).endsWith(1, 0).doesNotHaveDuplicates();
  }

  @Test
  void query_ties_areOrderedById() {
    for (String id : List.of("c", "a", "d", "b")) {
      store.put("things", id, thing("a", 5));
    }
    Page<Document> first = store.query(Query.of(BY_NUMBER, 2, null, "a"));
    Page<Document> second = store.query(Query.of(BY_NUMBER, 2, first.nextCursor(), "a"));

    assertThat(first.items()).extracting(Document::id).containsExactly("d", "c");
    assertThat(second.items()).extracting(Document::id).containsExactly("b", "a");
    assertThat(second.nextCursor()).isNull();
  }

  @Test
  void query_upTo_endsThere() {
    for (int minute = 10; minute < 20; minute++) {
      store.put("things", "m" + minute, timed("open", "2026-01-01T00:" + minute + ":00Z"));
      store.put("things", "n" + minute, timed("ended", "2026-01-01T00:" + minute + ":00Z"));
    }
    Query query = new Query(BY_TIME, List.of("a", "open"), "2026-01-01T00:12:00Z", 100, null);

    assertThat(store.query(query).items())
        .extracting(Document::id)
        .containsExactly("m10", "m11", "m12");
  }

  @Test
  void query_instantsOfOneSecond_areInTheOrderOfTime() {
    Instant second = Instant.parse("2026-01-01T00:00:00Z");
    store.put("things", "last", timed("open", Json.text(second.plusMillis(500))));
    store.put("things", "next", timed("open", Json.text(second.plusNanos(1_000))));
    store.put("things", "first", timed("open", Json.text(second)));
    Query all = Query.of(BY_TIME, 10, null, "a", "open");
    Query some =
        new Query(BY_TIME, List.of("a", "open"), Json.text(second.plusMillis(1)), 10, null);

    assertThat(store.query(all).items())
        .extracting(Document::id)
        .containsExactly("first", "next", "last");
    assertThat(store.query(some).items()).extracting(Document::id).containsExactly("first", "next");
  }

  @Test
  void query_documentWithoutTheField_isNotListed() {
    store.put("things", "without", Json.object().put("owner", "a"));
    store.put("things", "null", Json.object().put("owner", "a").putNull("number"));

    assertThat(store.query(Query.of(BY_NUMBER, 10, null, "a")).items()).isEmpty();
  }

  @Test
  void query_afterChangeAndDelete_showsThePresent() {
    store.put("things", "x", thing("a", 1));
    store.put("things", "y", thing("a", 2));
    store.put("things", "x", thing("b", 1));
    store.delete("things", "y");

    assertThat(store.query(Query.of(BY_NUMBER, 10, null, "a")).items()).isEmpty();
    assertThat(store.query(Query.of(BY_NUMBER, 10, null, "b")).items())
        .extracting(Document::id)
        .containsExactly("x");
  }

  @Test
  void query_hostileValues_areOnlyValues() {
    store.put("things", "x", thing("a' OR '1'='1", 1));

    assertThat(store.query(Query.of(BY_NUMBER, 10, null, "a")).items()).isEmpty();
    assertThat(store.query(Query.of(BY_NUMBER, 10, null, "a' OR '1'='1")).items()).hasSize(1);
  }

  @Test
  void query_foreignOrBrokenCursor_isRefused() {
    store.put("things", "x", thing("a", 1));
    store.put("things", "y", thing("a", 2));
    String cursor = store.query(Query.of(BY_NUMBER, 1, null, "a")).next().orElseThrow();

    for (String broken : List.of("", "%%%", "e30", cursor.substring(3), cursor + "AA")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.query(Query.of(BY_NUMBER, 1, broken, "a")));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.query(Query.of(BY_NUMBER, 1, cursor, "b")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.query(Query.of(BY_TIME, 1, cursor, "a", "open")));
  }

  private void increment() {
    store.transact(
        tx -> {
          Document found = tx.get("things", "counter").orElseThrow();
          tx.replace(found, thing("a", found.body().path("number").asInt() + 1));
          return true;
        });
  }

  protected static ObjectNode thing(String owner, int number) {
    return Json.object().put("owner", owner).put("number", number);
  }

  protected static ObjectNode timed(String state, String at) {
    return Json.object().put("owner", "a").put("state", state).put("at", at);
  }
}
