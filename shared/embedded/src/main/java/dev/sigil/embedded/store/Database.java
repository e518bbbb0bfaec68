package dev.sigil.embedded.store;

import dev.sigil.core.ConfigException;
import dev.sigil.core.TransientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The one file, {@code <data>/sigil.db}, owned by one process. One connection writes, others read
 * the last committed state meanwhile. A committed write survives a crash of the process and of the
 * machine. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Database.class.getName());
  private static final int READERS = 4;
  private static final int BUSY_MILLIS = 10_000;

  private final Path file;
  private final DirectoryLock lock;
  private final Sql writer;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Semaphore readerPermits = new Semaphore(READERS, true);
  private final Deque<Sql> readers = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  private Database(Path file, DirectoryLock lock, Sql writer) {
    this.file = file;
    this.lock = lock;
    this.writer = writer;
  }

  /** What runs in a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Sql sql) throws SQLException;
  }

  /**
   * Opens the file, creating it and its directory when they are not there.
   *
   * @throws ConfigException when another process uses the directory
   */
  public static Database open(Path data) {
    Path file = data.resolve("sigil.db");
    DirectoryLock lock;
    try {
      Files.createDirectories(data);
      lock = DirectoryLock.acquire(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Sql writer = connect(file, List.of());
      // SQLite gives its journal files the permissions of the database.
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return new Database(file, lock, writer);
    } catch (SQLException | IOException e) {
      lock.close();
      throw new IllegalStateException("the file " + file + " cannot be opened", e);
    }
  }

  /**
   * Runs {@code work} alone among writers, in a transaction that commits when it returns and rolls
   * back when it throws.
   *
   * @throws TransientException when the file could not be written; nothing has been then
   * @throws IllegalStateException inside another transaction of the same thread
   */
  public <T> T write(Work<T> work) {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("a transaction is under way on this thread");
    }
    writing.lock();
    try {
      return inTransaction(writer, "BEGIN IMMEDIATE", work);
    } finally {
      writing.unlock();
    }
  }

  /** Runs {@code work} on one state of the file, which later writes do not change. */
  public <T> T read(Work<T> work) {
    readerPermits.acquireUninterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("the database is closed");
      }
      Sql pooled = readers.poll();
      Sql reader = pooled == null ? connect(file, List.of("PRAGMA query_only = ON")) : pooled;
      try {
        return inTransaction(reader, "BEGIN", work);
      } finally {
        readers.push(reader);
      }
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      readerPermits.release();
    }
  }

  /** Runs the statements of a schema, each of which does nothing when its effect is there. */
  public void migrate(List<String> statements) {
    write(
        sql -> {
          sql.execute(statements);
          return true;
        });
  }

  private <T> T inTransaction(Sql sql, String begin, Work<T> work) {
    if (closed) {
      throw new IllegalStateException("the database is closed");
    }
    boolean open = false;
    try {
      sql.update(begin);
      open = true;
      T result = work.run(sql);
      sql.update("COMMIT");
      open = false;
      return result;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      if (open) {
        rollback(sql);
      }
    }
  }

  /* SQLite rolls some failures back by itself; doing it again is then an error without effect. */
  private static void rollback(Sql sql) {
    try {
      sql.update("ROLLBACK");
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "there was nothing to roll back", e);
    }
  }

  static RuntimeException failure(SQLException e) {
    boolean ours =
        !(e instanceof SQLiteException sqlite)
            || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_ERROR
            || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_MISUSE
            || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT;
    return ours
        ? new IllegalStateException("the database refused a statement", e)
        : new TransientException("the database could not be used", e);
  }

  private static Sql connect(Path file, List<String> pragmas) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    Sql sql = new Sql(config.createConnection("jdbc:sqlite:" + file));
    sql.execute(pragmas);
    return sql;
  }

  @Override
  public void close() {
    writing.lock();
    readerPermits.acquireUninterruptibly(READERS);
    try {
      if (!closed) {
        closed = true;
        for (Sql reader : readers) {
          reader.close();
        }
        writer.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database could not be closed", e);
    } finally {
      lock.close();
      readerPermits.release(READERS);
      writing.unlock();
    }
  }
}
