package dev.sigil.scanner.taint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a file's own functions are given and give back, by their names, as far as a reading of the
 * file has seen. Knows whether that reading was told anything that later turned out to be more.
 * Used by one thread.
 */
final class Summaries {
  private final Map<String, Map<Integer, Taint>> given = new HashMap<>();
  private final Map<String, Taint> results = new HashMap<>();
  private final Map<String, Integer> changes = new HashMap<>();
  private final Map<String, Integer> givenWhenAsked = new HashMap<>();
  private final Map<String, Optional<Taint>> resultWhenAsked = new HashMap<>();
  private boolean contradicted;

  /** Begins another reading, which is told what those before have found. */
  void reread() {
    givenWhenAsked.clear();
    resultWhenAsked.clear();
    contradicted = false;
  }

  /** Forgets what functions are given, and says whether there was anything. */
  boolean forgetGiven() {
    boolean any = !given.isEmpty();
    given.clear();
    return any;
  }

  /** Whether every answer of this reading still stands, so that another one would find the same. */
  boolean isSettled() {
    return !contradicted
        && givenWhenAsked.entrySet().stream().allMatch(e -> changes(e.getKey()) == e.getValue())
        && resultWhenAsked.entrySet().stream()
            .allMatch(e -> Optional.ofNullable(results.get(e.getKey())).equals(e.getValue()));
  }

  /** What the parameters of {@code function} are given by this file's calls, by their positions. */
  Map<Integer, Taint> given(String function) {
    Integer before = givenWhenAsked.putIfAbsent(function, changes(function));
    contradicted |= before != null && before != changes(function);
    return given.getOrDefault(function, Map.of());
  }

  void give(String function, int position, Taint taint) {
    Map<Integer, Taint> arguments = given.computeIfAbsent(function, key -> new HashMap<>());
    Taint before = arguments.getOrDefault(position, Taint.NONE);
    Taint after = before.or(taint);
    arguments.put(position, after);
    if (!after.equals(before)) {
      changes.merge(function, 1, Integer::sum);
    }
  }

  /** What {@code function} was seen to return; empty when nothing was seen yet. */
  Optional<Taint> result(String function) {
    Optional<Taint> result = Optional.ofNullable(results.get(function));
    Optional<Taint> before = resultWhenAsked.putIfAbsent(function, result);
    contradicted |= before != null && !before.equals(result);
    return result;
  }

  void returns(String function, Taint taint) {
    results.merge(function, taint, Taint::or);
  }

  private int changes(String function) {
    return changes.getOrDefault(function, 0);
  }
}
