package dev.sigil.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that commits without end, and counts what it had been promised. */
class KillTest {
  private static final int KILLS = 5;
  private static final long SEED = 20_260_302;

  @Test
  void kill_duringEndlessCommits_losesNoAcknowledgedWrite(@TempDir Path data) throws Exception {
    Random random = new Random(SEED);
    int acknowledged = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged = writeUntilKilled(data, acknowledged + 1 + random.nextInt(400));

      try (Database database = Database.open(data)) {
        SqliteDocumentStore store = new SqliteDocumentStore(database, List.of());
        for (int i = 1; i <= acknowledged; i++) {
          assertThat(store.get("numbers", "n" + i)).as("write %d of kill %d", i, kill).isPresent();
        }
        assertThat(database.<String>read(KillTest::integrity)).isEqualTo("ok");
      }
    }
  }

  /* The child prints each number after its commit; it dies when the wanted one has been read. */
  private static int writeUntilKilled(Path data, int wanted) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                data.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      int last = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.matches("[0-9]+")) {
          last = Integer.parseInt(line);
        }
        if (last >= wanted) {
          child.toHandle().destroyForcibly();
        }
      }
      assertThat(last).isGreaterThanOrEqualTo(wanted);
      return last;
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static String integrity(Sql sql) throws SQLException {
    return sql.first("PRAGMA integrity_check", row -> row.getString(1)).orElseThrow();
  }

  /** Runs in a process of its own. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      Database database = Database.open(Path.of(arguments[0]));
      SqliteDocumentStore store = new SqliteDocumentStore(database, List.of());
      int next = store.get("counter", "last").map(d -> d.body().path("n").asInt()).orElse(0);
      while (System.in.available() == 0) {
        int n = ++next;
        store.transact(
            tx -> {
              tx.put("numbers", "n" + n, Json.object().put("text", "x".repeat(300)));
              tx.put("counter", "last", Json.object().put("n", n));
              return true;
            });
        System.out.println(n);
      }
      database.close();
    }
  }
}
