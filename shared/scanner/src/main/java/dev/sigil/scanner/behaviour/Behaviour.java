package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the code of one file does: the calls that reach outside, by function, and what they are
 * given. Read several times, until nothing new is learned. Used by one thread.
 */
final class Behaviour {
  private static final int ROUNDS = 5;
  private static final Set<String> GROWS =
      Set.of(
          "append", "push", "extend", "insert", "add", "unshift", "update", "set", "assign",
          "concat");

  private static final Pattern INTERPRETER =
      Pattern.compile(
          "(/\\S{1,40}/)?(sh|bash|zsh|dash|cmd(\\.exe)?|powershell(\\.exe)?|pwsh|python[0-9.]*|node|perl|ruby|php)(\\s.*)?");

  private final Program program;
  private final Units units;
  private final Marks marks;
  private final Calls callsOf;
  private final Values values;
  private final Bindings bindings;
  private final boolean interprets;
  private final List<Use> uses = new ArrayList<>();
  private final List<Set<String>> calls = new ArrayList<>();
  private final Map<Integer, Set<Integer>> reachOf = new HashMap<>();
  private final Map<Integer, Set<Capability>> reachedBy = new HashMap<>();

  private Behaviour(Program program, BehaviourRules rules) {
    this.program = program;
    this.units = new Units(program);
    this.marks = new Marks(units);
    this.callsOf = new Calls(program, rules, units);
    this.values = new Values(program, callsOf, units, marks);
    this.bindings = new Bindings(program, units, marks, values);
    this.interprets = program.dialect() == Dialect.PYTHON && interprets(program);
    for (int i = 0; i < units.count(); i++) {
      calls.add(new HashSet<>());
    }
  }

  static Behaviour of(Program program, BehaviourRules rules) {
    Behaviour behaviour = new Behaviour(program, rules);
    for (int round = 0; round < ROUNDS && behaviour.callsOf.reach(); round++) {
      behaviour.uses.clear();
      behaviour.walk();
      if (!behaviour.marks.grew()) {
        break;
      }
    }
    return behaviour;
  }

  List<Use> uses() {
    return uses;
  }

  Units units() {
    return units;
  }

  Marks marks() {
    return marks;
  }

  Values values() {
    return values;
  }

  /** What a unit does, with all of this file that it calls. */
  Set<Capability> reached(int unit) {
    return reachedBy.computeIfAbsent(unit, this::collect);
  }

  private Set<Capability> collect(int unit) {
    Set<Integer> reached = reach(unit);
    Set<Capability> does = EnumSet.noneOf(Capability.class);
    uses.stream()
        .filter(use -> reached.contains(use.unit()))
        .forEach(use -> does.addAll(use.capabilities()));
    return does;
  }

  /** What a unit does itself. */
  Set<Capability> does(int unit) {
    Set<Capability> does = EnumSet.noneOf(Capability.class);
    uses.stream().filter(use -> use.unit() == unit).forEach(use -> does.addAll(use.capabilities()));
    return does;
  }

  /** The unit, the units in it, and all of this file that they call, directly or not. */
  Set<Integer> reach(int unit) {
    return reachOf.computeIfAbsent(unit, this::follow);
  }

  private Set<Integer> follow(int unit) {
    Set<Integer> reached = new HashSet<>();
    List<Integer> open = new ArrayList<>(List.of(unit));
    while (!open.isEmpty()) {
      int next = open.removeLast();
      if (!reached.add(next)) {
        continue;
      }
      if (next != Units.FILE) {
        open.addAll(units.inner(next));
      }
      calls.get(next).stream().map(units::named).filter(found -> found > 0).forEach(open::add);
    }
    return reached;
  }

  /** Names that a unit calls and that this file does not define, with aliases resolved. */
  Set<String> foreignCalls(int unit) {
    Set<String> foreign = new HashSet<>();
    for (int reached : reach(unit)) {
      calls.get(reached).stream().filter(name -> units.named(name) < 0).forEach(foreign::add);
    }
    return foreign;
  }

  private void walk() {
    for (int i = 0; i < program.size() && !values.isExhausted(); i++) {
      Token token = program.token(i);
      switch (token.kind()) {
        case OPERATOR -> operator(i, token.text());
        case NAME -> word(i, token.text());
        default -> {}
      }
    }
    for (int unit = 1; unit < units.count(); unit++) {
      Function function = units.function(unit);
      if (program.dialect() == Dialect.SCRIPT && !program.token(function.from()).is("{")) {
        marks.addResult(function.name(), values.of(function.from(), function.to()));
      }
    }
  }

  private void operator(int i, String sign) {
    switch (sign) {
      case "(" -> {
        Calls.Call call = callsOf.at(i);
        if (call != null) {
          call(call);
        }
      }
      case "=", "+=", ":=" -> bindings.assign(i);
      default -> {}
    }
  }

  private void word(int i, String word) {
    switch (word) {
      case "as" -> {
        if (program.dialect() == Dialect.PYTHON) {
          bindings.with(i);
        }
      }
      case "for" -> bindings.loop(i);
      case "return" -> {
        Mark mark = values.of(i + 1, program.endOfExpression(i + 1));
        marks.addResult(units.name(units.of(i)), mark);
      }
      default -> {}
    }
  }

  /* What a program is given to read is data, unless a shell or an interpreter may read it. */
  private Mark given(Calls.Call call, int from, int close) {
    if (program.dialect() != Dialect.PYTHON
        || interprets
        || !call.does().contains(Capability.EXECUTE)) {
      return values.of(from, close);
    }
    Mark mark = Mark.NONE;
    for (int at = from; at < close; at = program.endOfExpression(at) + 1) {
      boolean read = program.token(at).is("input") && program.token(at + 1).is("=");
      mark = read ? mark : mark.or(values.of(at, Math.min(close, program.endOfExpression(at))));
    }
    return mark;
  }

  private static boolean interprets(Program program) {
    return IntStream.range(0, program.size())
        .anyMatch(
            i ->
                program.token(i).isText()
                    && INTERPRETER.matcher(program.token(i).text()).matches());
  }

  private void call(Calls.Call call) {
    Callee callee = call.callee();
    int unit = units.of(callee.open());
    int close = program.partner(callee.open());
    calls.get(unit).add(call.local() >= 0 ? callee.last() : callee.name());
    if (!call.does().isEmpty()) {
      Mark mark = given(call, callee.open() + 1, close);
      boolean method = callee.open() - callee.start() > 1;
      Mark receiver = method ? values.of(callee.start(), callee.open() - 2) : Mark.NONE;
      uses.add(new Use(call.does(), unit, callee.open() - 1, mark.or(receiver)));
    }
    if (GROWS.contains(callee.last()) && callee.open() - callee.start() >= 3) {
      marks.addVariable(
          unit, program.token(callee.start()).text(), values.of(callee.open() + 1, close));
    }
    if (call.local() >= 0) {
      pass(call.local(), callee.open());
    }
  }

  private void pass(int unit, int open) {
    int position = 0;
    for (int at = open + 1; at < program.partner(open); at = program.endOfExpression(at) + 1) {
      Mark mark = values.of(at, program.endOfExpression(at));
      int slot = position++;
      units.function(unit).parameters().stream()
          .filter(parameter -> parameter.position() == slot)
          .forEach(parameter -> marks.addVariable(unit, parameter.name(), mark));
    }
  }
}
