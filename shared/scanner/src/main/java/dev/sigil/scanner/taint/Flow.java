package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads one file from top to bottom, several times: assignments carry what they are given,
 * conditions that judge a value clear it, and calls of the file's own functions carry their
 * arguments along, until a round adds nothing. Branches are read one after the other, so the last
 * assignment counts. Used by one thread.
 */
final class Flow {
  private static final int ROUNDS = 4;
  private static final int DEEPEST_SCOPE = 40;
  private static final Set<String> GROWS =
      Set.of("append", "push", "extend", "insert", "add", "unshift", "update", "concat");
  private static final Set<String> CONTEXT =
      Set.of("ctx", "context", "extra", "next", "res", "response");

  private final Program program;
  private final TaintRules rules;
  private final Handlers handlers;
  private final Map<Integer, Function> starts = new HashMap<>();
  private final Map<String, Function> functions = new HashMap<>();
  private final Map<String, Map<Integer, Taint>> called = new HashMap<>();
  private final Map<String, Taint> returned = new HashMap<>();
  private final Variables variables = new Variables();
  private final Expressions expressions;
  private final Assignments assignments;
  private final Conditions conditions;
  private final Sinks sinks;
  private final Map<Integer, Map<TaintClass, Taint>> found = new TreeMap<>();

  Flow(Program program, TaintRules rules) {
    this.program = program;
    this.rules = rules;
    this.handlers = new Handlers(program);
    this.expressions = new Expressions(program, rules, variables);
    this.assignments = new Assignments(program, variables, expressions);
    this.conditions = new Conditions(program, rules, variables, expressions);
    this.sinks = new Sinks(program, expressions);
    for (Function function : program.functions()) {
      starts.put(function.from(), function);
      functions.putIfAbsent(function.name(), function);
    }
    functions.remove("");
  }

  /** What reaches what: by the index of the sink's parenthesis. */
  Map<Integer, Map<TaintClass, Taint>> run() {
    for (int round = 0; round < ROUNDS; round++) {
      int known = called.hashCode() * 31 + returned.hashCode();
      found.clear();
      walk();
      if (known == called.hashCode() * 31 + returned.hashCode()) {
        break;
      }
    }
    return found;
  }

  /** Whether a bound was hit, so that something may have been missed. */
  boolean isIncomplete() {
    return expressions.isExhausted();
  }

  private void walk() {
    variables.reset(program.size());
    for (int i = 0; i < program.size(); i++) {
      if (expressions.isExhausted()) {
        return;
      }
      variables.closeUntil(i);
      Function function = starts.get(i);
      if (function != null && variables.depth() < DEEPEST_SCOPE) {
        enter(function);
      }
      step(i);
    }
  }

  private void enter(Function function) {
    boolean handler = handlers.isHandler(function);
    Taint passed = function.name().isEmpty() && !handler ? receiver(function) : Taint.NONE;
    boolean inner = function.name().isEmpty() && variables.inFunction();
    variables.open(function.name(), function.to());
    Map<Integer, Taint> arguments = called.getOrDefault(function.name(), Map.of());
    for (Function.Parameter parameter : function.parameters()) {
      boolean proven = handler || handlers.tells(parameter.name());
      Taint own =
          inner && !proven
              ? passed
              : Taint.of(parameter.name(), proven, declaration(function, parameter.name()));
      boolean context = CONTEXT.contains(parameter.name()) || parameter.name().startsWith("_");
      Taint taint =
          context ? Taint.NONE : own.or(arguments.getOrDefault(parameter.position(), Taint.NONE));
      variables.set(parameter.name(), taint);
    }
  }

  private int declaration(Function function, String parameter) {
    for (int i = function.head(); i < function.from(); i++) {
      if (program.token(i).is(parameter)) {
        return i;
      }
    }
    return function.from();
  }

  /* A callback sees the elements of what it is called on: paths.map(p => …). */
  private Taint receiver(Function function) {
    int open = program.enclosing(function.head());
    if (!program.token(open).is("(")) {
      return Taint.NONE;
    }
    Callee callee = program.callee(open);
    return callee.name().contains(".") ? expressions.value(callee.start(), open - 2) : Taint.NONE;
  }

  private void step(int i) {
    Token token = program.token(i);
    if (token.kind() == Token.Kind.OPERATOR) {
      if (token.is("(")) {
        call(program.callee(i));
      }
    } else if (token.isName()) {
      word(i, token);
    }
  }

  private void word(int i, Token token) {
    switch (token.text()) {
      case "const", "let", "var" -> assignments.declare(i + 1);
      case "if", "elif", "assert" -> conditions.guard(i + 1);
      case "return" -> {
        Taint taint = expressions.value(i + 1, program.endOfExpression(i + 1));
        if (taint.any()) {
          returned.merge(variables.function(), taint, Taint::or);
        }
      }
      default -> {
        if (token.is("for") && program.token(i + 1).isName()) {
          assignments.loop(i + 1);
        } else if (!program.token(i - 1).is(".")) {
          assignments.assign(i);
        }
      }
    }
  }

  private void call(Callee callee) {
    if (callee.name().isEmpty()) {
      return;
    }
    List<int[]> arguments = arguments(callee.open());
    for (TaintRules.Sink sink : rules.sinks(program.dialect(), callee.name())) {
      Taint taint = sinks.reaching(sink, callee, arguments);
      if (taint.reaches(sink.kind()) && (taint.proven() || sink.kind().countsUnproven())) {
        found
            .computeIfAbsent(callee.open(), key -> new TreeMap<>())
            .merge(sink.kind(), taint, Taint::or);
      }
    }
    int cleared = expressions.sanitizes(callee.name());
    if (cleared != 0 && program.token(callee.start()).first()) {
      conditions.clear(callee.open(), program.partner(callee.open()), cleared);
    }
    if (callee.open() - callee.start() == 3 && GROWS.contains(callee.last())) {
      String name = program.token(callee.start()).text();
      Taint added =
          expressions
              .value(callee.open() + 1, program.partner(callee.open()))
              .without(Taint.PROGRAM);
      variables.set(name, variables.get(name).or(added));
    }
    pass(callee, arguments);
  }

  private void pass(Callee callee, List<int[]> arguments) {
    Function function = functions.get(callee.last());
    if (function == null) {
      return;
    }
    for (int position = 0; position < arguments.size(); position++) {
      int from = arguments.get(position)[0];
      boolean keyword = program.token(from).isName() && program.token(from + 1).is("=");
      Taint taint = expressions.value(keyword ? from + 2 : from, arguments.get(position)[1]);
      if (taint.any() && taint.proven()) {
        Taint passed = taint.passing(from);
        int slot = keyword ? position(function, program.token(from).text(), position) : position;
        called
            .computeIfAbsent(callee.last(), key -> new HashMap<>())
            .merge(slot, passed, Taint::or);
      }
    }
  }

  private static int position(Function function, String name, int otherwise) {
    return function.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .mapToInt(Function.Parameter::position)
        .findFirst()
        .orElse(otherwise);
  }

  private List<int[]> arguments(int open) {
    List<int[]> arguments = new ArrayList<>();
    int close = program.partner(open);
    for (int at = open + 1; at < close; at = program.endOfExpression(at) + 1) {
      arguments.add(new int[] {at, Math.min(close, program.endOfExpression(at))});
    }
    return arguments;
  }
}
