package dev.sigil.scanner.flow;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.pack.RulePack;
import dev.sigil.scanner.taint.TaintClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sources, sinks, sanitizers and guards of {@code rules.yaml}. Thread-safe. */
final class FlowRules {
  private static final int MOST_REMEMBERED = 20_000;

  private final Map<Dialect, Words> words;
  private final Known judging;
  private final Known conveys;
  private final Map<Integer, Pattern> guards = new HashMap<>();
  private final Map<String, Integer> guarded = new ConcurrentHashMap<>();
  private final String source;

  /** A call that a controlled value must not reach. */
  record Sink(TaintClass kind, int argument, String when) {}

  private FlowRules(RulePack written) {
    Pack pack = written.as(Pack.class);
    this.source = written.source();
    this.words =
        Map.of(Dialect.GO, new Words(pack.language()), Dialect.JAVA, new Words(pack.java()));
    this.judging = Known.in(pack.judging());
    this.conveys = Known.in(pack.conveys());
    pack.guards().forEach((name, regex) -> guards.put(Marks.of(name), Pattern.compile(regex)));
  }

  static FlowRules standard() {
    return new FlowRules(RulePack.shipped(FlowRules.class, "rules"));
  }

  String source() {
    return source;
  }

  Words words(Dialect dialect) {
    return Objects.requireNonNull(words.get(dialect));
  }

  /** Whether a function of this name is believed to judge what it is given. */
  boolean judges(String name) {
    return judging.test(name);
  }

  /** Whether a method of this name is believed to give back what it is given, in some form. */
  boolean conveys(String name) {
    return conveys.test(name);
  }

  /** The classes that a condition rules out when it uses {@code name}. */
  int guarded(String name) {
    Integer known = guarded.get(name);
    if (known != null) {
      return known;
    }
    int found =
        guards.entrySet().stream()
            .filter(guard -> guard.getValue().matcher(name).find())
            .mapToInt(Map.Entry::getKey)
            .reduce(0, (a, b) -> a | b);
    if (guarded.size() < MOST_REMEMBERED) {
      guarded.put(name, found);
    }
    return found;
  }

  /** What the rules know of one language. */
  static final class Words {
    /* A function of one's own that is named for running a query. */
    private static final Pattern QUERIES =
        Pattern.compile("(?i)(do|run|exec|execute|perform|fetch)?(sql|query|cypher)\\w{0,20}");

    private static final Sink QUERY = new Sink(TaintClass.SQL, -1, "query");
    private final Map<String, List<Sink>> sinks = new HashMap<>();
    private final Map<String, Integer> sanitizers = new HashMap<>();
    private final Set<String> composes;
    private final Set<String> formats;
    private final Set<String> normalizes;
    private final Set<String> grows;
    private final Map<String, String> types;
    private final Known requests;
    private final Known carriers;
    private final Known harmless;
    private final Known numeric;
    private final Known registers;
    private final Known annotations;

    private Words(Language language) {
      for (SinkSpec spec : language.sinks()) {
        String when = spec.when() == null ? "" : spec.when();
        Sink sink = new Sink(spec.kind(), spec.argument(), when);
        spec.calls()
            .forEach(call -> sinks.computeIfAbsent(call, key -> new ArrayList<>()).add(sink));
      }
      language
          .sanitizers()
          .forEach(
              (name, calls) ->
                  calls.forEach(call -> sanitizers.merge(call, Marks.of(name), (a, b) -> a | b)));
      composes = Set.copyOf(language.composes());
      formats = Set.copyOf(language.formats());
      normalizes = Set.copyOf(language.normalizes());
      grows = Set.copyOf(language.grows());
      types = Map.copyOf(language.types());
      requests = Known.in(language.requests());
      carriers = Known.in(language.carriers());
      harmless = Known.in(language.harmless());
      numeric = Known.whole(language.numeric());
      registers = Known.whole(language.registers());
      String none = "(?!)";
      annotations = Known.whole(Objects.requireNonNullElse(language.annotations(), none));
    }

    Set<Sink> sinks(Callee callee) {
      Set<Sink> found = new LinkedHashSet<>();
      callee.names().forEach(name -> found.addAll(sinks.getOrDefault(name, List.of())));
      if (found.isEmpty() && QUERIES.matcher(callee.name()).matches()) {
        found.add(QUERY);
      }
      return found;
    }

    /** The last names of all sinks, in lower case. */
    Set<String> literals() {
      Set<String> literals = new TreeSet<>();
      for (String call : sinks.keySet()) {
        String name = call.substring(Math.max(call.lastIndexOf('.'), call.lastIndexOf(' ')) + 1);
        String prefix = call.startsWith("new ") ? "new " : name.length() < 6 ? "." : "";
        literals.add((prefix + name).toLowerCase(Locale.ROOT));
      }
      return literals;
    }

    int cleared(Callee callee) {
      return callee.names().stream()
          .mapToInt(name -> sanitizers.getOrDefault(name, 0))
          .reduce(0, (a, b) -> a | b);
    }

    boolean composes(Callee callee) {
      return callee.names().stream().anyMatch(composes::contains);
    }

    boolean formats(Callee callee) {
      return callee.names().stream().anyMatch(formats::contains);
    }

    boolean normalizes(Callee callee) {
      return callee.names().stream().anyMatch(normalizes::contains);
    }

    boolean grows(String method) {
      return grows.contains(method);
    }

    /** The type of what the call returns; empty where it is not known. */
    String type(Callee callee) {
      return callee.names().stream()
          .map(types::get)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse("");
    }

    boolean isRequest(String type) {
      return requests.test(type);
    }

    boolean isCarrier(String type) {
      return carriers.test(type);
    }

    boolean isHarmless(String type) {
      return harmless.test(type);
    }

    boolean isNumeric(String type) {
      return numeric.test(type);
    }

    boolean registers(String call) {
      return registers.test(call);
    }

    boolean isHandlerAnnotation(String name) {
      return annotations.test(name);
    }
  }

  private record Pack(
      @JsonProperty("go") Language language,
      Language java,
      String conveys,
      String judging,
      Map<String, String> guards) {}

  private record Language(
      List<SinkSpec> sinks,
      Map<String, List<String>> sanitizers,
      List<String> composes,
      List<String> formats,
      List<String> normalizes,
      List<String> grows,
      Map<String, String> types,
      String requests,
      String carriers,
      String harmless,
      String numeric,
      String registers,
      @Nullable String annotations) {}

  private record SinkSpec(
      @JsonProperty("class") TaintClass kind,
      List<String> calls,
      int argument,
      @Nullable String when) {}
}
