package dev.sigil.scanner.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The variables of the function that is being read and of those around it: what they carry and
 * their types. What was judged stays judged, under whatever name it is read next. Used by one
 * thread.
 */
final class Scope {
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final Map<Judged, Integer> judged = new HashMap<>();

  private record Judged(Origin origin, String property) {}

  void reset() {
    values.clear();
    types.clear();
    judged.clear();
  }

  /** What all variables carry now. */
  Map<String, Value> state() {
    return new HashMap<>(values);
  }

  /** Goes back to a state, or forward to that of another branch. */
  void state(Map<String, Value> state) {
    values.clear();
    values.putAll(state);
  }

  /** Adds what the variables carry where another branch was taken. */
  void join(Map<String, Value> other) {
    other.forEach((name, value) -> values.merge(name, value, Value::or));
  }

  boolean knows(String name) {
    return values.containsKey(name);
  }

  Value get(String name) {
    return current(values.getOrDefault(name, Value.NONE));
  }

  /** What is left of {@code value} after all that was judged so far. */
  Value current(Value value) {
    return judged.isEmpty() ? value : value.map(part -> part.marked(part.marks() & ~cleared(part)));
  }

  private int cleared(Part part) {
    int cleared = judged.getOrDefault(new Judged(part.origin(), ""), 0);
    String property = part.property();
    for (int end = property.length(); end > 0; end = property.lastIndexOf('.', end - 1)) {
      Judged whole = new Judged(part.origin(), property.substring(0, end));
      cleared |= judged.getOrDefault(whole, 0);
    }
    return cleared;
  }

  void set(String name, Value value) {
    values.put(name, value);
  }

  void add(String name, Value value) {
    values.merge(name, value, Value::or);
  }

  String type(String name) {
    return types.getOrDefault(name, "");
  }

  void type(String name, String type) {
    types.put(name, type);
  }

  /** What was judged so far, to return to with {@link #forget}. */
  Set<?> judged() {
    return Set.copyOf(judged.keySet());
  }

  /** Goes back to what {@link #judged} gave. */
  void forget(Set<?> before) {
    judged.keySet().retainAll(before);
  }

  /** From here on nothing that {@code value} comes from is dangerous for {@code classes}. */
  void judge(Value value, int classes) {
    for (Part part : value.parts()) {
      Judged key = new Judged(part.origin(), part.property());
      judged.merge(key, classes & Marks.DANGER, (a, b) -> a | b);
    }
  }
}
