package dev.sigil.gcp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.ConflictException;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import dev.sigil.testkit.emulator.Emulators;
import dev.sigil.testkit.emulator.FirestoreEmulator;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Emulators.class)
class FirestoreDocumentStoreTest {
  private static final List<String> FIELDS =
      IntStream.range(0, 16).mapToObj(i -> "field" + i).toList();
  private static final Index WIDE =
      new Index("wide", "things", FIELDS, "order", Direction.ASCENDING);
  private static final Index ALL =
      new Index("all", "things", List.of(), "order", Direction.ASCENDING);

  private final FirestoreFixture firestore;
  private final DocumentStore store;

  FirestoreDocumentStoreTest(FirestoreEmulator emulator) {
    this.firestore = new FirestoreFixture(emulator);
    this.store = firestore.open(List.of(WIDE, ALL));
  }

  @AfterEach
  void close() {
    firestore.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".", "..", "...", "_", "__", "____", "__x__", "__id7__", "~", "a\u0000b", "😀"})
  void put_idThatFirestoreReserves_isKept(String id) {
    store.create("things", id, ordered(1));

    assertThat(store.get("things", id)).map(Document::id).hasValue(id);
    assertThat(store.query(Query.of(ALL, 10, null)).items())
        .extracting(Document::id)
        .containsExactly(id);
    store.delete("things", id);
    assertThat(store.get("things", id)).isEmpty();
  }

  @Test
  void put_longestId_isKept() {
    store.put("things", "汉".repeat(Document.MAX_ID), ordered(1));

    assertThat(store.get("things", "汉".repeat(Document.MAX_ID))).isPresent();
  }

  @Test
  void put_idThatIsNotUnicode_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put("things", "a\ud800", ordered(1)));
    assertThat(store.get("things", "a\ud800")).isEmpty();
    assertThat(store.get("things", "a/b/c")).isEmpty();
  }

  @Test
  void query_ties_areInTheOrderOfIdsAsWritten() {
    List<String> ids =
        List.of("-", ".", "..", ".a", "A", "_", "__", "__x__", "_a", "a", "~", "é", "汉", "😀");
    ids.forEach(id -> store.put("things", id, ordered(1)));
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<Document> page = store.query(Query.of(ALL, 3, cursor));
      page.items().forEach(found -> seen.add(found.id()));
      cursor = page.nextCursor();
    } while (cursor != null);

    assertThat(seen).isEqualTo(ids);
  }

  @Test
  void put_largestBodyAndCopies_fits() {
    ObjectNode body = ordered(1);
    FIELDS.forEach(field -> body.put(field, "x".repeat(1_500)));
    int room = Document.MAX_BYTES - Json.bytes(body).length - "\"text\":\"\",".length();
    body.put("text", "é".repeat(room / 2));

    store.put("things", "x".repeat(Document.MAX_ID), body);

    assertThat(store.get("things", "x".repeat(Document.MAX_ID)).orElseThrow().body())
        .isEqualTo(body);
  }

  @Test
  void put_indexedFieldLargerThanFirestoreIndexes_isRefused() {
    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> store.put("things", "x", ordered(1).put("field0", "é".repeat(751))))
        .matches(e -> e.code() == ErrorCode.PAYLOAD_TOO_LARGE);
  }

  @Test
  void put_anyJson_isReadAsWritten() {
    String json =
        """
        {"order":1,"json":"mine","mark":"mine","null":null,"zero":0,"minus":-0.0,"third":0.1,\
        "long":9223372036854775807,"big":123456789012345678901234567890,"small":1.0E-300,\
        "nested":[[1,[2,[]]],[{"a":[[]]}],null],"empty":{},"":"unnamed","a.b":"dotted","__x__":1}""";
    store.put("things", "x", (ObjectNode) Json.parse(json));

    assertThat(Json.write(store.get("things", "x").orElseThrow().body())).isEqualTo(json.strip());
  }

  @Test
  void transact_severalWritesToOneDocument_takePlaceInOrder() {
    store.transact(
        tx -> {
          tx.get("things", "x");
          tx.put("things", "x", ordered(1));
          tx.delete("things", "x");
          tx.create("things", "x", ordered(2));
          return true;
        });

    assertThat(store.get("things", "x").orElseThrow().body()).isEqualTo(ordered(2));
  }

  @Test
  void transact_readDocumentChangesMeanwhile_runsAgain() {
    store.put("things", "x", ordered(1));
    AtomicInteger runs = new AtomicInteger();
    store.transact(
        tx -> {
          int seen = tx.get("things", "x").orElseThrow().body().path("order").asInt();
          if (runs.incrementAndGet() == 1) {
            store.put("things", "x", ordered(10));
          }
          tx.put("things", "x", ordered(seen + 1));
          return true;
        });

    assertThat(store.get("things", "x").orElseThrow().body()).isEqualTo(ordered(11));
    assertThat(runs).hasValue(2);
  }

  @Test
  void transact_documentThatIsOnlyReadChangesMeanwhile_runsAgain() {
    store.put("things", "source", ordered(1));
    AtomicInteger runs = new AtomicInteger();
    store.transact(
        tx -> {
          ObjectNode seen = tx.get("things", "source").orElseThrow().body();
          if (runs.incrementAndGet() == 1) {
            store.put("things", "source", ordered(2));
          }
          tx.put("things", "copy", seen);
          return true;
        });

    assertThat(store.get("things", "copy").orElseThrow().body()).isEqualTo(ordered(2));
  }

  @Test
  void transact_absentDocumentAppearsMeanwhile_runsAgain() {
    AtomicInteger runs = new AtomicInteger();
    String created =
        store.transact(
            tx -> {
              boolean absent = tx.get("things", "x").isEmpty();
              if (runs.incrementAndGet() == 1) {
                store.put("things", "x", ordered(1));
              }
              tx.delete("things", "y");
              tx.put("things", "z", ordered(1));
              return absent ? "first" : "second";
            });

    assertThat(created).isEqualTo("second");
  }

  @Test
  void transact_severalReads_seeOneMoment() {
    store.put("things", "a", ordered(1));
    store.put("things", "b", ordered(1));
    List<Integer> seen =
        store.transact(
            tx -> {
              int a = tx.get("things", "a").orElseThrow().body().path("order").asInt();
              store.put("things", "a", ordered(2));
              store.put("things", "b", ordered(2));
              int b = tx.get("things", "b").orElseThrow().body().path("order").asInt();
              return List.of(a, b);
            });

    assertThat(seen).containsExactly(1, 1);
  }

  @Test
  void transact_conflict_namesTheDocument() {
    store.put("things", "there", ordered(1));
    Document there = store.get("things", "there").orElseThrow();

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                store.transact(
                    tx -> {
                      tx.replace(there, ordered(2));
                      tx.replace(new Document("things", "gone", 7, ordered(1)), ordered(2));
                      return true;
                    }))
        .withMessageStartingWith("things/gone ");
    assertThat(store.get("things", "there")).map(Document::version).hasValue(there.version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL"})
  void create_answerIsLost_isNotRepeatedNorRefused(String code) {
    Status status = Status.fromCode(Status.Code.valueOf(code));
    DocumentStore lossy = firestore.open(List.of(ALL), new LosingAnswers(1, status));
    lossy.create("things", "x", ordered(1));
    long version = store.get("things", "x").orElseThrow().version();
    lossy.put("things", "y", ordered(1));

    assertThat(store.get("things", "x").orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void transact_connectionBreaksBeforeTheCommit_runsAgain() {
    DocumentStore flaky = firestore.open(List.of(ALL), new Refusing(2, Status.UNAVAILABLE));
    flaky.create("things", "x", ordered(1));

    assertThat(store.get("things", "x")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED", "INTERNAL"})
  void transact_refusedForNow_isTransient(String code) {
    Status status = Status.fromCode(Status.Code.valueOf(code));
    DocumentStore flaky = firestore.open(List.of(ALL), new Refusing(1, status));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> flaky.create("things", "x", ordered(1)));
    assertThat(store.get("things", "x")).isEmpty();
  }

  @Test
  void transact_contendedWithoutEnd_isTransient() {
    DocumentStore flaky = firestore.open(List.of(ALL), new Refusing(1_000, Status.ABORTED));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> flaky.create("things", "x", ordered(1)));
  }

  private static ObjectNode ordered(int order) {
    return Json.object().put("order", order);
  }
}
