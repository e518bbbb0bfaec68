package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.literal.Prefilter;
import dev.sigil.scanner.pack.RulePack;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What {@code rules.yaml} says of calls and texts; a pack whose own tests fail does not load. */
final class BehaviourRules {
  private static final int MOST_REMEMBERED = 8_000;
  private static final int LONGEST_REMEMBERED = 80;
  private static final Map<String, Integer> CARRIED =
      Map.of(
          "DECODED",
          Mark.DECODED,
          "REMOTE",
          Mark.REMOTE,
          "ROWS",
          Mark.ROWS,
          "DATE",
          Mark.DATE,
          "ENCODED",
          Mark.ENCODED,
          "CAPTURED",
          Mark.CAPTURED,
          "ENVIRONMENT",
          Mark.ENVIRONMENT,
          "CONNECTION",
          Mark.CONNECTION,
          "SECRET",
          Mark.SECRET);

  private final Map<Dialect, Map<String, Set<Capability>>> capabilities =
      new EnumMap<>(Dialect.class);
  private final Map<Dialect, Map<String, Integer>> carried = new EnumMap<>(Dialect.class);
  private final Set<String> harmless;
  private final Pattern credentials;
  private final Pattern keys;
  private final Pattern metadata;
  private final Pattern hidden;
  private final Prefilter constants;
  private final List<TextThreat> texts;
  private final Prefilter likelyTexts;
  private final String source;
  private final Map<String, Known> python = new ConcurrentHashMap<>();
  private final Map<String, Known> script = new ConcurrentHashMap<>();

  private BehaviourRules(RulePack written) {
    Pack pack = written.as(Pack.class);
    this.source = written.source();
    this.harmless = new HashSet<>(pack.harmless());
    this.credentials = Pattern.compile(pack.credentials());
    this.keys = Pattern.compile(pack.keys());
    this.metadata = Pattern.compile(pack.metadata());
    this.hidden = Pattern.compile(pack.hidden());
    this.constants = Prefilter.ofPatterns(List.of(pack.credentials(), pack.hidden()));
    this.texts = pack.texts().stream().map(text -> text.compile(written.proven())).toList();
    this.likelyTexts = Prefilter.ofLiterals(texts.stream().map(TextThreat::literals).toList());
    load(Dialect.PYTHON, List.of(pack.calls(), pack.python()));
    load(Dialect.SCRIPT, List.of(pack.calls(), pack.script()));
    load(Dialect.GO, List.of(pack.go().calls()));
    load(Dialect.JAVA, List.of(pack.java().calls()));
    carried.put(Dialect.PYTHON, carried(pack.carries()));
    carried.put(Dialect.SCRIPT, carried(pack.carries()));
    carried.put(Dialect.GO, carried(pack.go().carries()));
    carried.put(Dialect.JAVA, carried(pack.java().carries()));
  }

  /**
   * The rules that ship with Sigil.
   *
   * @throws IllegalArgumentException when a text's rule fails its own tests
   */
  static BehaviourRules standard() {
    return new BehaviourRules(RulePack.shipped(BehaviourRules.class, "rules"));
  }

  String source() {
    return source;
  }

  List<TextThreat> texts() {
    return texts;
  }

  /** The text threats of which {@code text} holds a literal, by position. */
  BitSet likelyTexts(String text) {
    return likelyTexts.candidates(text);
  }

  /**
   * What is said of a call.
   *
   * @param does what it does
   * @param carried bits of {@link Mark} that its result has whatever its arguments are
   * @param harmless whether its result says nothing of its arguments
   */
  record Known(Set<Capability> does, int carried, boolean harmless) {}

  /** What is said of a call of {@code callee}, with aliases resolved. */
  Known known(Dialect dialect, String callee) {
    Map<String, Known> all = dialect == Dialect.PYTHON ? python : script;
    Known known = all.get(callee);
    if (known == null) {
      Set<Capability> does = Collections.unmodifiableSet(capabilities(dialect, callee));
      known = new Known(does, carried(dialect, callee), harmless(callee));
      if (all.size() < MOST_REMEMBERED && callee.length() <= LONGEST_REMEMBERED) {
        all.put(callee, known);
      }
    }
    return known;
  }

  /** What a call of {@code callee}, with aliases resolved, does. */
  Set<Capability> capabilities(Dialect dialect, String callee) {
    Map<String, Set<Capability>> known = capabilities.getOrDefault(dialect, Map.of());
    Set<Capability> found = EnumSet.noneOf(Capability.class);
    forms(callee).forEach(form -> found.addAll(known.getOrDefault(form, Set.of())));
    return found;
  }

  /** What the result of a call carries whatever its arguments are. */
  int carried(Dialect dialect, String callee) {
    Map<String, Integer> known = carried.getOrDefault(dialect, Map.of());
    return forms(callee).stream()
        .mapToInt(form -> known.getOrDefault(form, 0))
        .reduce(0, (a, b) -> a | b);
  }

  /** Whether a call's result says nothing of its arguments. */
  boolean harmless(String callee) {
    return forms(callee).stream().anyMatch(harmless::contains);
  }

  /** What a constant carries. */
  int constant(String text) {
    boolean address =
        text.startsWith("http://")
            || text.startsWith("https://")
            || text.startsWith("ws://")
            || text.startsWith("wss://");
    BitSet likely = constants.candidates(text);
    boolean credential = likely.get(0) && credentials.matcher(text).find();
    return (credential ? Mark.CREDENTIAL_PATH : 0)
        | (credential && keys.matcher(text).find() ? Mark.KEY_PATH : 0)
        | (likely.get(1) && hidden.matcher(text).find() ? Mark.HIDDEN_PLACE : 0)
        | (address && metadata.matcher(text).find() ? Mark.METADATA : 0)
        | (address && Hosts.foreign(text) ? Mark.FIXED_HOST : 0);
  }

  /* The name, its last two parts, and the method alone. */
  private static List<String> forms(String callee) {
    int dot = callee.lastIndexOf('.');
    if (dot < 0) {
      return List.of(callee);
    }
    int before = callee.lastIndexOf('.', dot - 1);
    List<String> forms = new ArrayList<>(List.of(callee, "*" + callee.substring(dot)));
    if (before >= 0) {
      forms.add(callee.substring(before + 1));
      forms.add("*" + callee.substring(before));
    }
    return forms;
  }

  private static Map<String, Integer> carried(Map<String, List<String>> lists) {
    Map<String, Integer> byName = new HashMap<>();
    lists.forEach(
        (name, calls) ->
            calls.forEach(
                call -> byName.put(call, Objects.requireNonNull(CARRIED.get(name), name))));
    return byName;
  }

  private void load(Dialect dialect, List<Map<Capability, List<String>>> lists) {
    Map<String, Set<Capability>> byName = new HashMap<>();
    for (Map<Capability, List<String>> list : lists) {
      list.forEach(
          (capability, calls) ->
              calls.forEach(
                  call ->
                      byName
                          .computeIfAbsent(call, key -> EnumSet.noneOf(Capability.class))
                          .add(capability)));
    }
    capabilities.put(dialect, byName);
  }

  /** The literals without which no text threat is in a file. */
  List<String> literals() {
    return texts.stream().map(TextThreat::literals).flatMap(Collection::stream).distinct().toList();
  }

  /* A typed language shares no names with the others. */
  private record Typed(Map<Capability, List<String>> calls, Map<String, List<String>> carries) {}

  private record Pack(
      Map<Capability, List<String>> calls,
      Map<Capability, List<String>> python,
      Map<Capability, List<String>> script,
      Typed go,
      Typed java,
      Map<String, List<String>> carries,
      List<String> harmless,
      String credentials,
      String keys,
      String metadata,
      String hidden,
      List<TextThreat.Spec> texts) {}
}
