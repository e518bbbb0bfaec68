package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  private static final Set<String> COPIES =
      Set.of("copy", "copy2", "copyfile", "copyFile", "copyFileSync");

  private final Program program;
  private final Units units;
  private final Marks marks;
  private final Calls callsOf;
  private final Values values;
  private final Bindings bindings;
  private final Inputs inputs;
  private final List<Use> uses = new ArrayList<>();
  private final CallGraph graph;
  private final Map<Integer, Set<Capability>> reachedBy = new HashMap<>();

  private Behaviour(Program program, BehaviourRules rules) {
    this.program = program;
    this.units = new Units(program);
    this.marks = new Marks(units);
    this.callsOf = new Calls(program, rules, units);
    this.values = new Values(program, callsOf, units, marks);
    this.bindings = new Bindings(program, units, marks, values);
    this.inputs = new Inputs(program, values);
    this.graph = new CallGraph(units);
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
    BitSet reached = graph.reach(unit);
    Set<Capability> does = EnumSet.noneOf(Capability.class);
    uses.stream()
        .filter(use -> reached.get(use.unit()))
        .forEach(use -> does.addAll(use.capabilities()));
    return does;
  }

  /** What a unit does itself. */
  Set<Capability> does(int unit) {
    Set<Capability> does = EnumSet.noneOf(Capability.class);
    uses.stream().filter(use -> use.unit() == unit).forEach(use -> does.addAll(use.capabilities()));
    return does;
  }

  Calls calls() {
    return callsOf;
  }

  /** Which functions lead to which. */
  CallGraph graph() {
    return graph;
  }

  /** Whether a bound was hit, so that something may have been missed. */
  boolean isExhausted() {
    return values.isExhausted() || graph.isExhausted();
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

  private void call(Calls.Call call) {
    Callee callee = call.callee();
    int unit = units.of(callee.open());
    int close = program.partner(callee.open());
    graph.add(unit, call.local() >= 0 ? callee.last() : callee.name());
    if (!call.does().isEmpty()) {
      Mark mark = inputs.given(call);
      boolean method = callee.open() - callee.start() > 1;
      Mark receiver = method ? values.of(callee.start(), callee.open() - 2) : Mark.NONE;
      uses.add(new Use(call.does(), unit, callee.open() - 1, mark.or(receiver)));
    }
    if (callee.last().equals("on") || callee.last().equals("addEventListener")) {
      bindings.listen(callee, close);
    }
    if (GROWS.contains(callee.last()) && callee.open() - callee.start() >= 3) {
      marks.addVariable(
          unit, program.token(callee.start()).text(), values.of(callee.open() + 1, close));
    }
    if (COPIES.contains(callee.last())) {
      int source = callee.open() + 1;
      int target = program.endOfExpression(source) + 1;
      Mark copied = values.of(source, target - 1);
      if (target < close && copied.has(Mark.CREDENTIAL_PATH)) {
        marks.addVariable(unit, program.token(target).text(), copied);
      }
    }
    if (call.local() >= 0) {
      pass(call.local(), callee.open());
    }
  }

  private void pass(int unit, int open) {
    List<Function.Parameter> parameters = units.function(unit).parameters();
    int position = 0;
    int next = 0;
    for (int at = open + 1; at < program.partner(open); at = program.endOfExpression(at) + 1) {
      Mark mark = values.of(at, program.endOfExpression(at));
      while (next < parameters.size() && parameters.get(next).position() <= position) {
        if (parameters.get(next).position() == position) {
          marks.addVariable(unit, parameters.get(next).name(), mark);
        }
        next++;
      }
      position++;
    }
  }
}
