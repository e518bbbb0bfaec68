package dev.sigil.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ConfigException;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Expiry;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Query;
import dev.sigil.testkit.store.DocumentStoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqliteDocumentStoreTest extends DocumentStoreContract {
  private static final List<Index> ALL =
      Stream.concat(
              INDEXES.stream(),
              Stream.of(
                  ApiKeys.BY_WORKSPACE,
                  Deployments.BY_WORKSPACE,
                  Deployments.BY_SOURCE,
                  Releases.BY_DEPLOYMENT,
                  Releases.BY_PHASE))
          .toList();

  @SuppressWarnings("NullAway.Init")
  private Path data;

  @SuppressWarnings("NullAway.Init")
  private Database database;

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Override
  protected DocumentStore open(Path directory) {
    data = directory;
    database = Database.open(directory);
    return open();
  }

  private DocumentStore open() {
    return new SqliteDocumentStore(database, ALL);
  }

  @Test
  void query_ofEveryIndex_searchesItAndDoesNotSort() {
    SqliteDocumentStore store = new SqliteDocumentStore(database, ALL);
    for (Index index : ALL) {
      for (boolean bounded : List.of(false, true)) {
        IndexSql sql = new IndexSql(index);
        for (boolean continued : List.of(false, true)) {
          String plan = plan(sql.select(bounded, continued));
          assertThat(plan)
              .contains("SEARCH documents USING INDEX " + sql.name())
              .contains("<expr>=?")
              .doesNotContain("TEMP B-TREE")
              .doesNotContain("SCAN");
        }
      }
      String[] values = index.equal().toArray(String[]::new);
      assertThat(store.query(Query.of(index, 1, null, values)).items()).isEmpty();
    }
  }

  @Test
  void sweep_removesWhatHasExpiredAndNothingElse() {
    SqliteDocumentStore store = new SqliteDocumentStore(database, ALL);
    Instant now = Instant.parse("2026-01-02T00:00:00Z");
    store.put("things", "lasting", thing("a", 1));
    store.put("things", "old", expiring(now.minusSeconds(1)));
    store.put("things", "older", expiring(now.minusSeconds(60)));
    store.put("things", "fresh", expiring(now.plusSeconds(1)));

    assertThat(store.sweep(now, 1)).isEqualTo(1);
    assertThat(store.sweep(now, 10)).isEqualTo(1);
    assertThat(store.sweep(now, 10)).isZero();
    assertThat(store.get("things", "lasting")).isPresent();
    assertThat(store.get("things", "fresh")).isPresent();
    assertThat(store.get("things", "old")).isEmpty();
  }

  private static ObjectNode expiring(Instant at) {
    return thing("a", 1).put(Expiry.FIELD, Json.text(at));
  }

  @Test
  void query_undeclaredIndex_isRefused() {
    Index undeclared =
        new Index("unknown", "things", List.of("owner"), "other", Index.Direction.ASCENDING);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> open().query(Query.of(undeclared, 1, null, "a")))
        .withMessageContaining("unknown");
  }

  @Test
  void open_again_keepsDocumentsAndBuildsANewIndex() {
    new SqliteDocumentStore(database, List.of()).put("things", "x", thing("a", 1));
    database.close();
    database = Database.open(data);

    assertThat(open().query(Query.of(BY_NUMBER, 1, null, "a")).items()).hasSize(1);
  }

  @Test
  void open_directoryInUse_isRefusedWithOneSentence() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Database.open(data))
        .withMessageContaining(data + " is in use by another Sigil");
  }

  @Test
  void open_newFile_isReadableByItsOwnerOnly() throws Exception {
    open().put("things", "x", thing("a", 1));

    for (String name : List.of("sigil.db", "sigil.db-wal")) {
      assertThat(Files.getPosixFilePermissions(data.resolve(name)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void transact_insideAnother_isRefused() {
    DocumentStore store = open();

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                store.transact(
                    tx -> {
                      store.put("things", "x", thing("a", 1));
                      return true;
                    }));
  }

  @Test
  void read_whileOthersWrite_seesOneState() {
    DocumentStore store = open();
    store.put("things", "x", thing("a", 1));

    List<Integer> seen =
        database.read(
            sql -> {
              int before = number(sql);
              store.put("things", "x", thing("a", 2));
              return List.of(before, number(sql));
            });

    assertThat(seen).containsExactly(1, 1);
    assertThat(store.get("things", "x").orElseThrow().body().path("number").asInt()).isEqualTo(2);
  }

  @Test
  void get_afterClose_isRefused() {
    DocumentStore store = open();
    database.close();

    assertThatIllegalStateException().isThrownBy(() -> store.get("things", "x"));
  }

  private String plan(String select) {
    long values = select.chars().filter(c -> c == '?').count();
    Object[] nothing = Stream.generate(() -> "1").limit(values).toArray();
    List<String> steps =
        database.read(
            sql ->
                sql.list("EXPLAIN QUERY PLAN " + select, row -> row.getString("detail"), nothing));
    return String.join("\n", steps);
  }

  private static int number(Sql sql) throws SQLException {
    return SqliteDocumentStore.get(sql, "things", "x").orElseThrow().body().path("number").asInt();
  }
}
