package dev.sigil.scanner.behaviour;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which units of a file lead to which: the units in them, and the functions of the file that they
 * call. Bounded in work; beyond, a unit leads to itself alone and {@link #isExhausted} tells. Used
 * by one thread.
 */
final class CallGraph {
  private static final long MOST_STEPS = 20_000_000;
  private static final int MOST_KEPT = 2_000;

  private final Units units;
  private final List<Set<String>> calls = new ArrayList<>();
  private final Map<Integer, BitSet> known = new HashMap<>();
  private long steps;

  CallGraph(Units units) {
    this.units = units;
    for (int i = 0; i < units.count(); i++) {
      calls.add(new HashSet<>());
    }
  }

  /** A unit calls {@code callee}, with aliases resolved. */
  void add(int unit, String callee) {
    calls.get(unit).add(callee);
  }

  boolean isExhausted() {
    return steps > MOST_STEPS;
  }

  /** The unit and all that it leads to, directly or not; only after the last {@link #add}. */
  BitSet reach(int unit) {
    BitSet before = known.get(unit);
    if (before != null) {
      return before;
    }
    BitSet reached = reach(new BitSet(), unit);
    if (known.size() < MOST_KEPT) {
      known.put(unit, reached);
    }
    return reached;
  }

  /** These units and all that they lead to. */
  BitSet reach(BitSet roots) {
    BitSet reached = new BitSet();
    roots.stream().forEach(root -> reach(reached, root));
    return reached;
  }

  private BitSet reach(BitSet reached, int unit) {
    List<Integer> open = new ArrayList<>(List.of(unit));
    while (!open.isEmpty()) {
      int next = open.removeLast();
      if (reached.get(next)) {
        continue;
      }
      reached.set(next);
      if (isExhausted()) {
        return reached;
      }
      steps += 1 + calls.get(next).size() + units.inner(next).size();
      if (next != Units.FILE) {
        open.addAll(units.inner(next));
      }
      calls.get(next).stream().map(units::named).filter(found -> found > 0).forEach(open::add);
    }
    return reached;
  }

  /** Names that these units call and that this file does not define. */
  Set<String> foreign(BitSet callers) {
    Set<String> foreign = new HashSet<>();
    callers.stream()
        .forEach(
            unit ->
                calls.get(unit).stream()
                    .filter(name -> units.named(name) < 0)
                    .forEach(foreign::add));
    return foreign;
  }
}
