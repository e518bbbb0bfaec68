package dev.sigil.scanner.taint;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a value.
 *
 * @param classes bits of the {@link TaintClass}es it is still dangerous for; 0 for none
 * @param proven whether it comes from a handler's parameter or a request, rather than from a
 *     parameter of which the callers are not known
 * @param composed whether it is constant text around a controlled part
 * @param source name of what brought it in
 * @param params the parameters it came in by, whose callers may be in other files, and the classes
 *     that are left for what each of them is given
 * @param trail the places it has passed
 */
record Taint(
    int classes,
    boolean proven,
    boolean composed,
    String source,
    Map<Param, Integer> params,
    Trail trail) {
  static final int ALL = 255 | 1024;

  /** The controlled part is the program that is started, not one of its arguments. */
  static final int PROGRAM = 128;

  /** The constant text around the controlled part reads like SQL; says nothing of danger. */
  static final int QUERY = 256;

  /** It came in by a tool that does not say what it is for; says nothing of danger. */
  static final int UNSTATED = 512;

  /** Reaching the sink is what such a tool is for; says nothing of danger. */
  static final int INTENDED = 2048;

  /** It is an element of a collection of the server's, of which a caller says which. */
  static final int CHOSEN = 8192;

  /** It is a path below another folder than the caller's; says nothing of danger. */
  static final int BELOW = 4096;

  /** It stands between backticks, where a query has a name; says nothing of danger. */
  static final int IDENTIFIER = 16384;

  static final Taint NONE = new Taint(0, false, false, "", Map.of(), Trail.EMPTY);
  private static final int MOST_PARAMS = 6;

  /* A request's envelope: whoever judges the name of the tool has not judged its arguments. */
  private static final Set<String> WHOLE = Set.of("params", "arguments");

  /** A value that {@code source} brings in at the token {@code at}. */
  static Taint of(String source, boolean proven, int at) {
    return new Taint(ALL, proven, false, source, Map.of(), Trail.EMPTY.then(at));
  }

  /** A value that callers, whoever they are, give for {@code param}. */
  static Taint of(Param param, String source, int at) {
    return new Taint(ALL, false, false, source, Map.of(param, ALL), Trail.EMPTY.then(at));
  }

  /** The same value, having passed the token {@code at}. */
  Taint passing(int at) {
    return any() ? new Taint(classes, proven, composed, source, params, trail.then(at)) : this;
  }

  /** The part of this value that {@code name} names; parts are judged each for itself. */
  Taint member(String name) {
    if (!any() || source.indexOf('#') >= 0 || WHOLE.contains(name)) {
      return this;
    }
    Map<Param, Integer> parts = new HashMap<>();
    params.forEach(
        (param, left) ->
            parts.merge(
                param.part().isEmpty()
                    ? new Param(param.function(), param.position(), name)
                    : param,
                left,
                (a, b) -> a | b));
    return new Taint(classes, proven, composed, source + '#' + name, Map.copyOf(parts), trail);
  }

  /** Whether this is the value that {@code other} names, or a part of it. */
  boolean isFrom(String other) {
    return source.equals(other) || source.startsWith(other + '#');
  }

  /** The source as a reader writes it. */
  String sourceText() {
    return source.replace('#', '.');
  }

  boolean any() {
    return (classes & ALL) != 0;
  }

  boolean reaches(TaintClass sink) {
    return (classes & sink.bit()) != 0;
  }

  /** Whether the constant text around the controlled part reads like SQL. */
  boolean query() {
    return (classes & QUERY) != 0;
  }

  /** Whether the tool that it came in by does not say what it is for. */
  boolean unstated() {
    return (classes & UNSTATED) != 0;
  }

  /** Whether reaching the sink is what such a tool is for. */
  boolean intended() {
    return (classes & INTENDED) != 0;
  }

  Taint asIntended() {
    return any() ? new Taint(classes | INTENDED, proven, composed, source, params, trail) : this;
  }

  Taint asUnstated() {
    return new Taint(classes | UNSTATED, proven, composed, source, params, trail);
  }

  /** Whether it is one of values that the server holds. */
  boolean chosen() {
    return (classes & CHOSEN) != 0;
  }

  Taint asChosen() {
    return any() ? new Taint(classes | CHOSEN, proven, composed, source, params, trail) : this;
  }

  /** Whether it stands where a query has the name of a table, a column or a label. */
  boolean identifier() {
    return (classes & IDENTIFIER) != 0;
  }

  Taint asIdentifier() {
    return any() ? new Taint(classes | IDENTIFIER, proven, composed, source, params, trail) : this;
  }

  /** Whether it was put below a folder that the caller does not name. */
  boolean below() {
    return (classes & BELOW) != 0;
  }

  Taint asBelow() {
    return any() ? new Taint(classes | BELOW, proven, composed, source, params, trail) : this;
  }

  Taint without(int cleared) {
    int left = classes & ~cleared;
    if ((left & ALL) == 0) {
      return NONE;
    }
    return left == classes && params.values().stream().noneMatch(kept -> (kept & cleared) != 0)
        ? this
        : new Taint(left, proven, composed, source, narrowed(cleared), trail);
  }

  private Map<Param, Integer> narrowed(int cleared) {
    Map<Param, Integer> left = new HashMap<>();
    params.forEach(
        (param, classes) -> {
          if ((classes & ~cleared & ALL) != 0) {
            left.put(param, classes & ~cleared);
          }
        });
    return Map.copyOf(left);
  }

  /** What of this is known of the value that {@code param} brings in. */
  Taint of(Param param) {
    int left = params.getOrDefault(param, 0) | (classes & ~ALL);
    return new Taint(left, proven, composed, source, params, trail);
  }

  /** Whether what a parameter brings in is still dangerous for {@code sink}. */
  boolean exposes(TaintClass sink) {
    return params.values().stream().anyMatch(left -> (left & sink.bit()) != 0);
  }

  Taint asComposed(boolean query) {
    int all = classes | (query ? QUERY : 0);
    return any() ? new Taint(all, proven, true, source, params, trail) : this;
  }

  private boolean isNoQuery() {
    return !composed || identifier();
  }

  /** Both at once; the better proven one names the source. */
  Taint or(Taint other) {
    if (!other.any() || this.equals(other)) {
      return this;
    }
    if (!any()) {
      return other;
    }
    Taint stronger = other.proven && !proven ? other : this;
    int both = classes | other.classes;
    int lost = chosen() && other.chosen() ? 0 : CHOSEN;
    lost |= intended() && other.intended() ? 0 : INTENDED;
    lost |= isNoQuery() && other.isNoQuery() ? 0 : IDENTIFIER;
    int all = both & ~lost;
    return new Taint(
        proven == other.proven ? all : stronger.classes,
        stronger.proven,
        composed || other.composed,
        stronger.source,
        union(params, other.params),
        stronger.trail);
  }

  private static Map<Param, Integer> union(Map<Param, Integer> some, Map<Param, Integer> others) {
    if (others.isEmpty() || some.equals(others)) {
      return some;
    }
    Map<Param, Integer> all = new HashMap<>(some);
    others.forEach(
        (param, left) -> {
          if (all.containsKey(param) || all.size() < MOST_PARAMS) {
            all.merge(param, left, (a, b) -> a | b);
          }
        });
    return Map.copyOf(all);
  }
}
