package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which function each token belongs to; what is outside of all belongs to unit 0, the file. */
final class Units {
  static final int FILE = 0;

  private final int[] unitOf;
  private final int[] parent;
  private final List<List<Integer>> inner = new ArrayList<>();
  private final List<Function> functions;
  private final Map<String, Integer> byName = new HashMap<>();
  private final Map<Integer, Integer> blocks = new HashMap<>();
  private final Map<Integer, Integer> heads = new HashMap<>();

  Units(Program program) {
    functions = program.functions();
    unitOf = new int[program.size() + 1];
    parent = new int[functions.size() + 1];
    for (int unit = 0; unit < parent.length; unit++) {
      inner.add(new ArrayList<>());
    }
    for (int f = 0; f < functions.size(); f++) {
      Function function = functions.get(f);
      int from = Math.min(function.from(), program.size());
      int to = Math.min(function.to(), program.size());
      parent[f + 1] = unitOf[from];
      inner.get(unitOf[from]).add(f + 1);
      Arrays.fill(unitOf, from, Math.max(from, to), f + 1);
      heads.putIfAbsent(function.head(), f + 1);
      if (!function.name().isEmpty()) {
        byName.putIfAbsent(function.name(), f + 1);
      }
      if (program.token(from).is("{")) {
        blocks.put(from, to);
      }
    }
  }

  int count() {
    return parent.length;
  }

  int of(int token) {
    return unitOf[Math.clamp(token, 0, unitOf.length - 1)];
  }

  /** The unit around a unit; the file's own parent is the file. */
  int parent(int unit) {
    return parent[unit];
  }

  /** The units that lie directly in a unit. */
  List<Integer> inner(int unit) {
    return inner.get(unit);
  }

  /** The first unit whose head lies in {@code [from, to)}, or -1. */
  int startingIn(int from, int to) {
    for (int i = from; i < to; i++) {
      Integer unit = heads.get(i);
      if (unit != null) {
        return unit;
      }
    }
    return -1;
  }

  boolean isParameter(int unit, String name) {
    return unit != FILE
        && functions.get(unit - 1).parameters().stream()
            .anyMatch(parameter -> parameter.name().equals(name));
  }

  String name(int unit) {
    return unit == FILE ? "" : functions.get(unit - 1).name();
  }

  /** The unit of the function with this name, or -1. */
  int named(String name) {
    return byName.getOrDefault(name, -1);
  }

  Function function(int unit) {
    return functions.get(unit - 1);
  }

  /** Where a function's block that starts at this token ends; the token itself when none does. */
  int blockEnd(int token) {
    return blocks.getOrDefault(token, token);
  }
}
