package dev.sigil.scanner.taint;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What the variables carry at the place that is being read, in the scopes that are open there; the
 * outermost is the file. A name that starts with a dot is a member of {@code self} or {@code this}
 * and lives in the outermost. Used by one thread.
 */
final class Variables {
  private final Deque<Scope> scopes = new ArrayDeque<>();
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparingInt(Later::at));

  private record Later(int at, Scope scope, String name, Taint taint) {}

  /** Forgets everything and opens the scope of a file of this many tokens. */
  void reset(int end) {
    scopes.clear();
    later.clear();
    open("", end);
  }

  /** Opens the scope of a function, named or not, that ends before the token {@code end}. */
  void open(String function, int end) {
    scopes.push(new Scope(function, end));
  }

  /** Closes the scopes that end at or before {@code index}, but for the file's. */
  void closeUntil(int index) {
    while (scopes.size() > 1 && index >= scopes.element().end) {
      scopes.pop();
    }
  }

  /** How many scopes are open, the file's included. */
  int depth() {
    return scopes.size();
  }

  boolean inFunction() {
    return scopes.size() > 1;
  }

  /** The innermost function's name; empty when it has none and outside of functions. */
  String function() {
    return scopes.element().name;
  }

  Taint get(String name) {
    for (Scope scope : scopes) {
      Taint taint = scope.variables.get(name);
      if (taint != null) {
        return taint;
      }
    }
    return Taint.NONE;
  }

  void set(String name, Taint taint) {
    Scope scope = name.startsWith(".") ? scopes.getLast() : scopes.element();
    scope.variables.put(name, taint);
  }

  /** As {@link #set}, but only from the token {@code at} on; the old value stands before it. */
  void setFrom(int at, String name, Taint taint) {
    Scope scope = name.startsWith(".") ? scopes.getLast() : scopes.element();
    later.add(new Later(at, scope, name, taint));
  }

  /** Sets what was to be set from a token at or before {@code index} on. */
  void settle(int index) {
    while (!later.isEmpty() && later.element().at <= index) {
      Later due = later.remove();
      due.scope.variables.put(due.name, due.taint);
    }
  }

  /** Clears these classes for {@code source}: what came from it, and what is yet to come. */
  void clear(String source, int cleared) {
    for (Scope scope : scopes) {
      scope.variables.replaceAll(
          (name, known) -> known.isFrom(source) ? known.without(cleared) : known);
    }
    scopes.element().judged.merge(source, cleared, (a, b) -> a | b);
  }

  /** What is left of a value after what was judged of its source. */
  Taint judged(Taint taint) {
    if (taint.source().indexOf('#') < 0) {
      return taint;
    }
    int cleared = 0;
    for (Scope scope : scopes) {
      cleared |= scope.judged.getOrDefault(taint.source(), 0);
    }
    return cleared == 0 ? taint : taint.without(cleared);
  }

  private static final class Scope {
    private final String name;
    private final int end;
    private final Map<String, Taint> variables = new HashMap<>();
    private final Map<String, Integer> judged = new HashMap<>();

    Scope(String name, int end) {
      this.name = name;
      this.end = end;
    }
  }
}
