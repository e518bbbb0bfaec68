package dev.sigil.scanner.behaviour;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What variables, members and results carry. Marks only ever grow, so reading a file again and
 * again comes to an end. Used by one thread.
 */
final class Marks {
  private final Units units;
  private final List<Map<String, Mark>> variables = new ArrayList<>();
  private final Map<String, Mark> members = new HashMap<>();
  private final Map<String, Mark> results = new HashMap<>();
  private boolean grown;

  Marks(Units units) {
    this.units = units;
    for (int i = 0; i < units.count(); i++) {
      variables.add(new HashMap<>());
    }
  }

  /** The variable as seen from this unit: its own, or that of a unit around it. */
  Mark variable(int unit, String name) {
    Mark found = variables.get(unit).getOrDefault(name, Mark.NONE);
    for (int at = unit; at != Units.FILE; at = units.parent(at)) {
      found = found.or(variables.get(units.parent(at)).getOrDefault(name, Mark.NONE));
    }
    return found;
  }

  Mark member(String name) {
    return members.getOrDefault(name, Mark.NONE);
  }

  Mark result(String function) {
    return results.getOrDefault(function, Mark.NONE);
  }

  void addVariable(int unit, String name, Mark mark) {
    add(variables.get(unit), name, mark);
  }

  void addMember(String name, Mark mark) {
    add(members, name, mark);
  }

  void addResult(String function, Mark mark) {
    if (!function.isEmpty()) {
      add(results, function, mark);
    }
  }

  Map<String, Mark> results() {
    return results;
  }

  /** Whether anything was added since this was asked last. */
  boolean grew() {
    boolean answer = grown;
    grown = false;
    return answer;
  }

  private void add(Map<String, Mark> map, String name, Mark mark) {
    Mark before = map.getOrDefault(name, Mark.NONE);
    Mark after = before.or(mark);
    if (!after.equals(before)) {
      map.put(name, after);
      grown = true;
    }
  }
}
