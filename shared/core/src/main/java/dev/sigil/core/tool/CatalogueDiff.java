package dev.sigil.core.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

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

  /** What turns {@code older} into {@code newer}. */
  public static CatalogueDiff between(ToolCatalogue older, ToolCatalogue newer) {
    Map<String, Tool> before = byName(older);
    Map<String, Tool> after = byName(newer);
    List<Change> changed = new ArrayList<>();
    after.forEach(
        (name, tool) -> {
          Tool earlier = before.get(name);
          if (earlier != null && !earlier.equals(tool)) {
            changed.add(new Change(name, differing(earlier.json(), tool.json())));
          }
        });
    return new CatalogueDiff(without(after, before), without(before, after), changed);
  }

  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }

  private static Map<String, Tool> byName(ToolCatalogue catalogue) {
    return catalogue.tools().stream()
        .collect(Collectors.toMap(Tool::name, Function.identity(), (a, b) -> a, TreeMap::new));
  }

  private static List<String> without(Map<String, Tool> all, Map<String, Tool> excluded) {
    return all.keySet().stream().filter(name -> !excluded.containsKey(name)).toList();
  }

  private static List<String> differing(ObjectNode before, ObjectNode after) {
    return Tool.FIELDS.stream()
        .filter(field -> !Objects.equals(before.get(field), after.get(field)))
        .toList();
  }

  /** A tool and its fields that differ, such as {@code description} or {@code inputSchema}. */
  public record Change(String tool, List<String> fields) {
    public Change {
      fields = List.copyOf(fields);
    }
  }
}
