package dev.sigil.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.event.Topic;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Query;
import dev.sigil.embedded.event.DeliveryPolicy;
import dev.sigil.embedded.event.SqliteEventQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/**
 * Operations per second of the store, and of plain JDBC that inserts the same text into a bare
 * table of the same SQLite settings. Rounds of both alternate, so that a busy machine is busy for
 * each; the median round counts. Started by {@code scripts/bench/store}.
 */
final class StoreBenchmark {
  private static final Index BY_OWNER =
      new Index("benchByOwner", "bench", List.of("owner"), "number", Direction.DESCENDING);
  private static final int ROUNDS = 5;
  private static final int COMMITS = 1_000;
  private static final int BATCH = 500;
  private static final int READS = 5_000;

  private StoreBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(arguments[0]), "sigil-bench-");
    try (Database database = Database.open(directory.resolve("data"));
        Connection plain = plain(directory.resolve("plain.db"))) {
      measureDocuments(new SqliteDocumentStore(database, List.of(BY_OWNER)), plain);
      measureEvents(database);
    }
  }

  private static void measureDocuments(SqliteDocumentStore store, Connection plain)
      throws SQLException {
    double[] jdbc = new double[ROUNDS];
    double[] commits = new double[ROUNDS];
    double[] batches = new double[ROUNDS];
    double[] queries = new double[ROUNDS];
    double[] gets = new double[ROUNDS];
    try (PreparedStatement insert = plain.prepareStatement("INSERT INTO plain VALUES (?, ?)")) {
      for (int round = 0; round < ROUNDS; round++) {
        int from = round * COMMITS;
        jdbc[round] = perSecond(COMMITS, i -> insert(insert, from + i));
        commits[round] = perSecond(COMMITS, i -> store.put("bench", "c" + from + i, body(i)));
        batches[round] = BATCH * perSecond(10, i -> putBatch(store, from + i));
        queries[round] =
            perSecond(READS / 5, i -> store.query(Query.of(BY_OWNER, 20, null, "o" + i % 50)));
        gets[round] = perSecond(READS, i -> store.get("bench", "c0" + i % COMMITS));
      }
    }
    print("plain JDBC, one durable insert each", jdbc);
    print("store, one durable commit each", commits);
    print("store, documents in batches of " + BATCH, batches);
    print("store, indexed queries of 20", queries);
    print("store, gets", gets);
    double ratio = median(commits) / median(jdbc);
    System.out.printf(Locale.ROOT, "durable commits, store / plain JDBC: %.2f%n", ratio);
  }

  private static void measureEvents(Database database) throws InterruptedException {
    Semaphore delivered = new Semaphore(0);
    long[] nanos = new long[COMMITS];
    EventFunction subscriber =
        new EventFunction() {
          @Override
          public Set<Topic> topics() {
            return Set.of(Topic.SOURCE_PUSHED);
          }

          @Override
          public void accept(Delivery delivery) {
            delivered.release();
          }
        };
    try (SqliteEventQueue queue =
        new SqliteEventQueue(database, InstantSource.system(), new Random(1))) {
      queue.subscribe("bench", subscriber, DeliveryPolicy.DEFAULT);
      queue.start();
      for (int i = 0; i < COMMITS; i++) {
        long start = System.nanoTime();
        queue.publish(new SourcePushed(new ReleaseId("deployment1-r" + (10_000 + i))));
        delivered.acquire();
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "event, publish to handler: median %.2f ms, 99th percentile %.2f ms%n",
        nanos[COMMITS / 2] / 1e6,
        nanos[COMMITS * 99 / 100] / 1e6);
  }

  private static void putBatch(SqliteDocumentStore store, int batch) {
    store.transact(
        tx -> {
          for (int i = 0; i < BATCH; i++) {
            tx.put("bench", "b" + batch + "-" + i, body(i));
          }
          return true;
        });
  }

  private static Connection plain(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("CREATE TABLE plain (id TEXT PRIMARY KEY, body TEXT NOT NULL)");
    }
    return connection;
  }

  private static void insert(PreparedStatement insert, int number) {
    try {
      insert.setString(1, "c" + number);
      insert.setString(2, Json.write(body(number)));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode body(int number) {
    return Json.object()
        .put("owner", "o" + number % 50)
        .put("number", number)
        .put("text", "x".repeat(350));
  }

  private static double perSecond(int count, IntConsumer operation) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      operation.accept(i);
    }
    return count * 1e9 / (System.nanoTime() - start);
  }

  private static void print(String what, double[] perSecond) {
    System.out.printf(Locale.ROOT, "%-42s %,10.0f /s%n", what, median(perSecond));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
