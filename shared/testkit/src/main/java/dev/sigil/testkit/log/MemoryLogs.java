package dev.sigil.testkit.log;

import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.id.DeploymentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Log lines that a test wrote. A cursor counts the lines before it. Thread-safe. */
public final class MemoryLogs implements LogReader {
  private record Key(DeploymentId deployment, Source source) {}

  private final Map<Key, List<Line>> lines = new HashMap<>();

  public synchronized void add(DeploymentId deployment, Source source, Line line) {
    lines.computeIfAbsent(new Key(deployment, source), key -> new ArrayList<>()).add(line);
  }

  @Override
  public synchronized Lines read(
      DeploymentId deployment, Source source, int limit, @Nullable String cursor) {
    List<Line> all = lines.getOrDefault(new Key(deployment, source), List.of());
    int from = cursor == null ? Math.max(0, all.size() - limit) : Integer.parseInt(cursor);
    if (from < 0 || from > all.size()) {
      throw new IllegalArgumentException("not a cursor of this log");
    }
    int to = Math.min(all.size(), from + limit);
    return new Lines(all.subList(from, to), String.valueOf(to));
  }
}
