package dev.sigil.embedded.event;

import dev.sigil.core.event.Topic;
import dev.sigil.embedded.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The queue's tables. A message is due, leased, or gone. A lease belongs to this process, the only
 * one that has the file open, and ends with it: opening the table makes every leased message due.
 */
final class MessageTable {
  private static final int MAX_DEAD_LETTERS = 10_000;
  private static final int MAX_REASON = 2_000;

  private final Database database;

  MessageTable(Database database) {
    this.database = database;
    database.migrate(
        List.of(
            "CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                + " subscription TEXT NOT NULL, topic TEXT NOT NULL, data TEXT NOT NULL,"
                + " attempt INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL,"
                + " leased INTEGER NOT NULL DEFAULT 0)",
            "CREATE INDEX IF NOT EXISTS messages_due ON messages (subscription, leased, due)",
            "CREATE TABLE IF NOT EXISTS dead_letters (id INTEGER PRIMARY KEY,"
                + " subscription TEXT NOT NULL, topic TEXT NOT NULL, data TEXT NOT NULL,"
                + " attempts INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL)"));
  }

  void releaseAll() {
    database.write(sql -> sql.update("UPDATE messages SET leased = 0 WHERE leased = 1"));
  }

  void insert(List<String> subscriptions, Topic topic, String data, Instant due) {
    database.write(
        sql -> {
          for (String subscription : subscriptions) {
            sql.update(
                "INSERT INTO messages (subscription, topic, data, due) VALUES (?, ?, ?, ?)",
                subscription,
                topic.id(),
                data,
                due.toEpochMilli());
          }
          return true;
        });
  }

  /** Leases up to {@code limit} due messages, the longest due first, and counts the attempt. */
  List<Message> lease(String subscription, Instant now, int limit) {
    boolean any = nextDue(subscription).filter(due -> !due.isAfter(now)).isPresent();
    if (!any) {
      return List.of();
    }
    return database.write(
        sql -> {
          List<Message> due =
              sql.list(
                  "SELECT id, subscription, topic, data, attempt + 1 FROM messages"
                      + " WHERE subscription = ? AND leased = 0 AND due <= ?"
                      + " ORDER BY due, id LIMIT ?",
                  MessageTable::message,
                  subscription,
                  now.toEpochMilli(),
                  limit);
          for (Message message : due) {
            sql.update(
                "UPDATE messages SET leased = 1, attempt = ? WHERE id = ?",
                message.attempt(),
                message.row());
          }
          return due;
        });
  }

  /** When the next message that is not leased becomes due. */
  Optional<Instant> nextDue(String subscription) {
    return database
        .read(
            sql ->
                sql.first(
                    "SELECT due FROM messages WHERE subscription = ? AND leased = 0"
                        + " ORDER BY due LIMIT 1",
                    row -> row.getLong(1),
                    subscription))
        .map(Instant::ofEpochMilli);
  }

  void acknowledge(Message message) {
    database.write(sql -> sql.update("DELETE FROM messages WHERE id = ?", message.row()));
  }

  /** Ends the lease; {@code attempt} is how many now count. */
  void release(Message message, int attempt, Instant due) {
    database.write(
        sql ->
            sql.update(
                "UPDATE messages SET leased = 0, attempt = ?, due = ? WHERE id = ?",
                attempt,
                due.toEpochMilli(),
                message.row()));
  }

  void bury(Message message, String reason, Instant now) {
    String text = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    database.write(
        sql -> {
          sql.update("DELETE FROM messages WHERE id = ?", message.row());
          sql.update(
              "INSERT INTO dead_letters (id, subscription, topic, data, attempts, reason, at)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?)",
              message.row(),
              message.subscription(),
              message.topic().id(),
              message.data(),
              message.attempt(),
              text,
              now.toEpochMilli());
          return sql.update(
              "DELETE FROM dead_letters WHERE id NOT IN"
                  + " (SELECT id FROM dead_letters ORDER BY id DESC LIMIT ?)",
              MAX_DEAD_LETTERS);
        });
  }

  List<DeadLetter> deadLetters(int limit) {
    return database.read(
        sql ->
            sql.list(
                "SELECT id, subscription, topic, data, attempts, reason, at FROM dead_letters"
                    + " ORDER BY id DESC LIMIT ?",
                MessageTable::deadLetter,
                limit));
  }

  /** Makes a dead letter a message again, with all its attempts; false when there is none. */
  boolean replay(long id, Instant due) {
    return database.write(
        sql -> {
          int inserted =
              sql.update(
                  "INSERT INTO messages (subscription, topic, data, due)"
                      + " SELECT subscription, topic, data, ? FROM dead_letters WHERE id = ?",
                  due.toEpochMilli(),
                  id);
          sql.update("DELETE FROM dead_letters WHERE id = ?", id);
          return inserted == 1;
        });
  }

  int pending() {
    return database
        .read(sql -> sql.first("SELECT COUNT(*) FROM messages", row -> row.getInt(1)))
        .orElse(0);
  }

  private static Message message(ResultSet row) throws SQLException {
    return new Message(
        row.getLong(1), row.getString(2), topic(row.getString(3)), row.getString(4), row.getInt(5));
  }

  private static DeadLetter deadLetter(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getLong(1),
        row.getString(2),
        topic(row.getString(3)),
        row.getString(4),
        row.getInt(5),
        row.getString(6),
        Instant.ofEpochMilli(row.getLong(7)));
  }

  private static Topic topic(String id) {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a stored event has the topic " + id));
  }
}
