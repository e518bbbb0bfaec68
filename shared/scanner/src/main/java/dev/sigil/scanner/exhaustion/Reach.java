package dev.sigil.scanner.exhaustion;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which functions of a file the handlers of its tools reach, and which of their names hold what a
 * caller gave and nothing bounded. Used by one thread.
 */
final class Reach {
  private static final int ROUNDS = 4;
  private static final int LONGEST_HEAD = 200;
  private static final Pattern REGISTERS =
      Pattern.compile("(?i)\\w*(tool|prompt|resource|requesthandler)s?");
  private static final Pattern HANDLES = Pattern.compile("execute|handler|run|callback");
  private static final Set<String> SELVES = Set.of("self", "cls", "this", "ctx", "context");
  private static final Set<String> COMPARES = Set.of("<", ">", "<=", ">=");
  private static final Set<String> CLAMPS = Set.of("min", "max", "clamp", "slice");
  private static final Set<String> SCHEMA_BOUNDS = Set.of("le", "lt", "max_length", "maximum");
  private static final Set<String> PLAIN = Set.of("get", "int", "float", "Number", "parseInt");

  private final Program program;
  private final Map<String, Function> named = new HashMap<>();
  private final Map<Integer, Function> reached = new TreeMap<>();
  private final Map<Integer, Set<String>> controlled = new HashMap<>();
  private final Map<Integer, Set<String>> givenBefore = new HashMap<>();
  private final Map<String, List<Integer>> places = new HashMap<>();
  private final Map<String, Boolean> boundedBySchema = new HashMap<>();

  Reach(Program program) {
    this.program = program;
    program.functions().forEach(function -> named.putIfAbsent(function.name(), function));
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i).isName()) {
        places.computeIfAbsent(program.token(i).text(), key -> new ArrayList<>()).add(i);
      }
    }
    program.functions().stream().filter(this::isHandler).forEach(this::open);
    for (int round = 0; round < ROUNDS && follow(); round++) {}
  }

  /** The functions that a caller reaches, in the order of their bodies. */
  List<Function> functions() {
    return List.copyOf(reached.values());
  }

  /** Whether `[from, to)` is a number that a caller of {@code function} chooses. */
  boolean isControlled(Function function, int from, int to) {
    Set<String> names = controlled.getOrDefault(function.from(), Set.of());
    boolean found = false;
    for (int i = from; i < to; i++) {
      Token token = program.token(i);
      boolean called = token.isName() && program.token(i + 1).is("(");
      if (called && !PLAIN.contains(token.text())) {
        return false;
      }
      found |= names.contains(token.text()) && !program.token(i - 1).is(".") && token.isName();
    }
    return found;
  }

  private void open(Function function) {
    Set<String> names = new HashSet<>();
    function.parameters().forEach(parameter -> names.add(parameter.name()));
    reached.put(function.from(), function);
    controlled.put(function.from(), unbounded(function, names));
  }

  private Set<String> unbounded(Function function, Set<String> names) {
    for (int i = function.head(); i < function.from(); i++) {
      if (SCHEMA_BOUNDS.contains(program.token(i).text()) && program.token(i + 1).is("=")) {
        return new HashSet<>();
      }
    }
    names.removeAll(SELVES);
    aliases(function, names);
    names.removeIf(name -> isBounded(function, name));
    return names;
  }

  /* count = arguments.get("count"), const n = args.n */
  private void aliases(Function function, Set<String> names) {
    for (int i = function.from(); i < function.to(); i++) {
      if (!program.token(i).is("=") || !program.token(i - 1).isName()) {
        continue;
      }
      int end = Math.min(function.to(), program.endOfExpression(i + 1));
      boolean plain = true;
      boolean given = false;
      for (int k = i + 1; k < end; k++) {
        Token token = program.token(k);
        plain &= !program.token(k + 1).is("(") || !token.isName() || PLAIN.contains(token.text());
        given |= names.contains(token.text());
      }
      if (plain && given) {
        names.add(program.token(i - 1).text());
      }
    }
  }

  private boolean isBounded(Function function, String name) {
    for (int i : places(name)) {
      int open = program.enclosing(i);
      boolean clamped =
          program.token(open).is("(") && CLAMPS.contains(program.token(open - 1).text());
      boolean inside = function.from() <= i && i < function.to();
      if (inside && (clamped || compares(i + 1) || compares(i - 1))) {
        return !isLoopHead(i);
      }
    }
    return boundedBySchema.computeIfAbsent(name, this::isBoundedBySchema);
  }

  private List<Integer> places(String name) {
    return places.getOrDefault(name, List.of());
  }

  /* for (let i = 0; i < count; i++) bounds nothing. */
  private boolean isLoopHead(int i) {
    int open = program.enclosing(i);
    return program.token(open).is("(") && program.token(open - 1).is("for");
  }

  private boolean compares(int i) {
    return COMPARES.contains(program.token(i).text());
  }

  /* count: z.number().max(100) */
  private boolean isBoundedBySchema(String name) {
    for (int i : places(name)) {
      int end = program.token(i + 1).is(":") ? program.endOfExpression(i + 2) : i;
      for (int k = i + 2; k < end; k++) {
        if (program.token(k).is("max") || program.token(k).text().equals("maximum")) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean follow() {
    boolean grew = false;
    for (Function function : functions()) {
      for (int i = function.from(); i < function.to(); i++) {
        Callee callee = program.token(i).is("(") ? program.callee(i) : null;
        Function local = callee == null ? null : named.get(callee.last());
        if (local != null && !local.name().isEmpty()) {
          grew |= pass(function, local, i);
        }
      }
    }
    return grew;
  }

  private boolean pass(Function from, Function to, int open) {
    Set<String> given = new HashSet<>();
    int slot = 0;
    for (int at = open + 1; at < program.partner(open); at = program.endOfExpression(at) + 1) {
      int position = slot++;
      if (isControlled(from, at, program.endOfExpression(at))) {
        to.parameters().stream()
            .filter(parameter -> parameter.position() == position)
            .forEach(parameter -> given.add(parameter.name()));
      }
    }
    Set<String> before = givenBefore.computeIfAbsent(to.from(), key -> new HashSet<>());
    boolean known = reached.putIfAbsent(to.from(), to) != null;
    if (known && !before.addAll(given)) {
      return false;
    }
    before.addAll(given);
    Set<String> names = controlled.computeIfAbsent(to.from(), key -> new HashSet<>());
    return names.addAll(unbounded(to, new HashSet<>(given))) || !known;
  }

  private boolean isHandler(Function function) {
    int end = Math.min(function.from(), function.head() + LONGEST_HEAD);
    for (int i = function.head(); i < end && !program.token(i).is("def"); i++) {
      if (program.token(i).is("@") || program.token(i - 1).is(".")) {
        int name = program.token(i).is("@") ? i + 1 : i;
        if (REGISTERS.matcher(program.token(name).text()).matches()) {
          return true;
        }
      }
    }
    int open = program.enclosing(function.head());
    if (program.token(open).is("(")) {
      return REGISTERS.matcher(program.token(open - 1).text()).matches();
    }
    return program.token(open).is("{")
        && (HANDLES.matcher(function.name()).matches()
            || HANDLES.matcher(program.token(function.head() - 2).text()).matches());
  }
}
