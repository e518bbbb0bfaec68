package dev.sigil.core.registry;

import java.util.List;

/**
 * How a server's tools changed from one release to the next, by tool name, each list sorted.
 *
 * @param changed tools whose description, schema or annotations differ
 */
public record CatalogueDiff(List<String> added, List<String> removed, List<Change> changed) {
  public CatalogueDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
  }

  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }

  /** A tool and its fields that differ, such as {@code description} or {@code inputSchema}. */
  public record Change(String tool, List<String> fields) {
    public Change {
      fields = List.copyOf(fields);
    }
  }
}
