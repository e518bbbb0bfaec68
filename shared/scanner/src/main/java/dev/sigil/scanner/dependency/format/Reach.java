package dev.sigil.scanner.dependency.format;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be reached from some packages along their dependencies. */
final class Reach {
  private Reach() {}

  static Set<String> from(Collection<String> roots, Map<String, List<String>> edges) {
    Set<String> seen = new HashSet<>(roots);
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      for (String next : edges.getOrDefault(open.pop(), List.of())) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return seen;
  }
}
