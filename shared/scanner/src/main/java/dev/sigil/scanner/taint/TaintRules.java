package dev.sigil.scanner.taint;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.pack.RulePack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sinks, sanitizers and guards of {@code rules.yaml}. */
final class TaintRules {
  private static final int MOST_REMEMBERED = 8_000;
  private static final int LONGEST_REMEMBERED = 80;

  /* These check the shape of a value, not what it says. */
  private static final Pattern SHAPES =
      Pattern.compile(
          "safeParse(Async)?|safe_?load(_all)?|model_validate(_json)?|validate_(python|json)");

  private static final Set<String> PROVEN =
      Set.of(
          "program",
          "spawns",
          "written",
          "proven",
          "module",
          "joined",
          "interpreter",
          "filter",
          "where",
          "named",
          "script",
          "whole",
          "statement",
          "operand");

  private static final Sink QUERY = new Sink(TaintClass.SQL, -1, "named");

  private final Map<Dialect, Map<String, List<Sink>>> sinks = new HashMap<>();
  private final Map<Dialect, Map<String, Integer>> sanitizers = new HashMap<>();
  private final Map<Integer, Pattern> guards = new HashMap<>();
  private final Pattern judging;
  private final Pattern queries;
  private final Set<String> common;
  private final String source;
  private final Map<String, Known> python = new ConcurrentHashMap<>();
  private final Map<String, Known> script = new ConcurrentHashMap<>();
  private final Map<String, Integer> guarded = new ConcurrentHashMap<>();

  private record Known(List<Sink> sinks, int cleared) {}

  /** A call that a controlled value must not reach. */
  record Sink(TaintClass kind, int argument, String when) {
    /** Whether what is known of a value, wherever it came from, makes it dangerous here. */
    boolean holds(Taint taint) {
      return taint.reaches(kind)
          && switch (when) {
            case "program", "spawns" -> (taint.classes() & Taint.PROGRAM) != 0;
            case "opens" ->
                (taint.classes() & Taint.PROGRAM) != 0 && taint.reaches(TaintClass.REQUEST);
            case "composed", "script" -> taint.composed();
            case "query", "named" -> taint.composed() && taint.query();
            case "filter", "where" -> taint.composed();
            case "whole", "statement" -> !taint.composed();
            default -> true;
          };
    }

    /** Whether a value of unknown callers is worth a finding. */
    boolean countsUnproven() {
      return kind.countsUnproven() && !PROVEN.contains(when);
    }
  }

  private TaintRules(RulePack written) {
    Pack pack = written.as(Pack.class);
    this.source = written.source();
    this.judging = Pattern.compile(pack.judging());
    this.queries = Pattern.compile(pack.queries());
    this.common = Set.copyOf(pack.common());
    pack.guards().forEach((name, regex) -> guards.put(bits(name), Pattern.compile(regex)));
    load(Dialect.PYTHON, pack.python());
    load(Dialect.SCRIPT, pack.script());
  }

  static TaintRules standard() {
    return new TaintRules(RulePack.shipped(TaintRules.class, "rules"));
  }

  String source() {
    return source;
  }

  /** The sinks that {@code callee}, with aliases resolved, may be. */
  List<Sink> sinks(Dialect dialect, String callee) {
    return known(dialect, callee).sinks();
  }

  /** The classes for which a call of {@code callee} makes its argument harmless. */
  int cleared(Dialect dialect, String callee) {
    return known(dialect, callee).cleared();
  }

  /* Files call the same few functions again and again. */
  private Known known(Dialect dialect, String callee) {
    Map<String, Known> all = dialect == Dialect.PYTHON ? python : script;
    Known known = all.get(callee);
    if (known == null) {
      known = new Known(List.copyOf(find(dialect, callee)), judge(dialect, callee));
      if (all.size() < MOST_REMEMBERED && callee.length() <= LONGEST_REMEMBERED) {
        all.put(callee, known);
      }
    }
    return known;
  }

  private List<Sink> find(Dialect dialect, String callee) {
    Map<String, List<Sink>> known = sinks.getOrDefault(dialect, Map.of());
    List<Sink> found = new ArrayList<>(known.getOrDefault(callee, List.of()));
    int dot = callee.lastIndexOf('.');
    boolean foreign = callee.startsWith(".") && callee.startsWith("exec", dot + 1);
    if (foreign) {
      found.addAll(known.getOrDefault(callee.substring(dot + 1), List.of()));
    }
    if (dot > 0) {
      int before = callee.lastIndexOf('.', dot - 1);
      if (before > 0) {
        found.addAll(known.getOrDefault(callee.substring(before + 1), List.of()));
      }
      found.addAll(known.getOrDefault("*" + callee.substring(dot), List.of()));
    }
    if (found.isEmpty() && queries.matcher(callee.substring(dot + 1)).find()) {
      found.add(QUERY);
    }
    return found;
  }

  /** Whether so many classes have a method of this name that it tells none of them. */
  boolean isCommon(String method) {
    return common.contains(method);
  }

  private int judge(Dialect dialect, String callee) {
    Map<String, Integer> known = sanitizers.getOrDefault(dialect, Map.of());
    String last = callee.substring(callee.lastIndexOf('.') + 1);
    int byName = known.getOrDefault(callee, 0) | known.getOrDefault("*." + last, 0);
    boolean judges = judging.matcher(last).find() && !SHAPES.matcher(last).matches();
    return byName != 0 ? byName : judges ? Taint.ALL : 0;
  }

  /** The classes that a condition rules out when it uses {@code name}. */
  int guarded(String name) {
    Integer known = guarded.get(name);
    if (known == null) {
      known = guard(name);
      if (guarded.size() < MOST_REMEMBERED && name.length() <= LONGEST_REMEMBERED) {
        guarded.put(name, known);
      }
    }
    return known;
  }

  private int guard(String name) {
    return guards.entrySet().stream()
        .filter(guard -> guard.getValue().matcher(name).find())
        .mapToInt(Map.Entry::getKey)
        .reduce(0, (a, b) -> a | b);
  }

  private void load(Dialect dialect, Language language) {
    Map<String, List<Sink>> byName = new HashMap<>();
    for (SinkSpec spec : language.sinks()) {
      String when = spec.when() == null ? "" : spec.when();
      for (String call : spec.calls()) {
        byName
            .computeIfAbsent(call, key -> new ArrayList<>())
            .add(new Sink(spec.kind(), spec.argument(), when));
      }
    }
    sinks.put(dialect, byName);
    Map<String, Integer> clearing = new HashMap<>();
    language
        .sanitizers()
        .forEach(
            (name, calls) ->
                calls.forEach(call -> clearing.merge(call, bits(name), (a, b) -> a | b)));
    sanitizers.put(dialect, clearing);
  }

  private static int bits(String name) {
    return name.equals("ALL") ? Taint.ALL : TaintClass.valueOf(name).bit();
  }

  private record Pack(
      Language python,
      Language script,
      String judging,
      String queries,
      Map<String, String> guards,
      List<String> common) {}

  private record Language(List<SinkSpec> sinks, Map<String, List<String>> sanitizers) {}

  private record SinkSpec(
      @JsonProperty("class") TaintClass kind,
      List<String> calls,
      int argument,
      @Nullable String when) {}
}
