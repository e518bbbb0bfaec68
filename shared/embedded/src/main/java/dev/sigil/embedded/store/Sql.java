package dev.sigil.embedded.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SQL on one connection. Statements are prepared once and kept, so their texts must be constants
 * with {@code ?} for values. Not thread-safe.
 */
public final class Sql implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Reads one row. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Changes rows and returns how many. */
  public int update(String sql, Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  public <T> List<T> list(String sql, RowReader<T> reader, Object... values) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet found = bound(sql, values).executeQuery()) {
      while (found.next()) {
        rows.add(reader.read(found));
      }
    }
    return rows;
  }

  /** The first row. */
  public <T> Optional<T> first(String sql, RowReader<T> reader, Object... values)
      throws SQLException {
    try (ResultSet found = bound(sql, values).executeQuery()) {
      return found.next() ? Optional.of(reader.read(found)) : Optional.empty();
    }
  }

  /** Runs statements that are used once, such as those of a schema. */
  void execute(List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
