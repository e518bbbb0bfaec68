package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Aliases;
import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads one file from top to bottom, several times: assignments carry what they are given,
 * conditions that judge a value clear it, and calls of the file's own functions carry their
 * arguments along, until a round adds nothing. Branches are read one after the other, so the last
 * assignment counts. Used by one thread.
 */
final class Flow {
  private static final int ROUNDS = 5;
  private static final int DEEPEST_SCOPE = 40;
  private static final int MOST_ARGUMENTS = 6;
  private static final Set<String> GROWS =
      Set.of("append", "push", "extend", "insert", "add", "unshift", "update", "concat");
  private static final Set<String> CONTEXT =
      Set.of(
          "ctx",
          "context",
          "extra",
          "next",
          "res",
          "response",
          "self",
          "session",
          "logger",
          "signal",
          "reportProgress",
          "sendNotification",
          "authInfo",
          "requestInfo");

  private static final Set<String> WRITES =
      Set.of("write", "write_text", "writelines", "writeFile", "writeFileSync", "writestr");
  private static final String WRITTEN = "(written)";
  private static final Pattern VERDICT =
      Pattern.compile(
          "(?i)_?(is\\w+|.*(err|error|errors|valid|ok|result|check|validation|allowed|problem|reason|issue|violation|safe))");

  private final Program program;
  private final TaintRules rules;
  private final Handlers handlers;
  private final Map<Integer, Function> starts = new HashMap<>();
  private final Map<String, Function> functions = new HashMap<>();
  private final Set<String> only = new HashSet<>();
  private final Summaries summaries = new Summaries();
  private final Variables variables = new Variables();
  private final Aliases aliases;
  private final Expressions expressions;
  private final Assignments assignments;
  private final Conditions conditions;
  private final Sinks sinks;
  private final Map<Integer, Map<TaintClass, Taint>> found = new TreeMap<>();
  private final List<Exposed> exposed = new ArrayList<>();
  private final Map<String, Pass> passes = new LinkedHashMap<>();

  /** A call, by its parenthesis, that a parameter reaches, if its callers control it. */
  record Exposed(TaintRules.Sink sink, Taint taint, int open) {}

  /**
   * A value handed to a function, which is this file's own or may be another's.
   *
   * @param keyword the name it is passed by; empty when it is passed by position
   * @param part the member of an object that it is passed as; empty when it is passed itself
   * @param at the token of the value
   */
  record Pass(
      Taint taint,
      String callee,
      int position,
      String keyword,
      String part,
      boolean local,
      boolean imported,
      int at) {}

  Flow(Program program, TaintRules rules) {
    this.program = program;
    this.rules = rules;
    this.handlers = new Handlers(program);
    this.aliases = program.aliases();
    this.expressions = new Expressions(program, rules, variables, this::result);
    this.assignments = new Assignments(program, variables, expressions);
    this.conditions = new Conditions(program, rules, variables, expressions);
    this.sinks = new Sinks(program, expressions);
    for (Function function : program.functions()) {
      starts.put(function.from(), function);
      if (functions.putIfAbsent(function.name(), function) == null) {
        only.add(function.name());
      } else {
        only.remove(function.name());
      }
    }
    functions.remove("");
  }

  /** What reaches what: by the index of the sink's parenthesis. */
  Map<Integer, Map<TaintClass, Taint>> run() {
    for (int round = 0; round < ROUNDS; round++) {
      // What was passed on before the results of functions were known was too much.
      boolean anew = round == 1 && summaries.forgetGiven();
      summaries.reread();
      found.clear();
      exposed.clear();
      passes.clear();
      walk();
      if (!anew && summaries.isSettled()) {
        break;
      }
    }
    foreignHandlers();
    return found;
  }

  /* A function of another file that is registered here is given what callers say. */
  private void foreignHandlers() {
    handlers
        .named()
        .forEach(
            (name, at) -> {
              if (!functions.containsKey(name) && aliases.knows(name)) {
                Taint taint = Taint.of("arguments", true, at);
                for (int position = 0; position < MOST_ARGUMENTS; position++) {
                  String callee = aliases.resolve(name);
                  Pass pass = new Pass(taint, callee, position, "", "", false, true, at);
                  passes.put(name + position, pass);
                }
              }
            });
  }

  /** What parameters reach, after {@link #run}. */
  List<Exposed> exposed() {
    return exposed;
  }

  /** What is handed on, after {@link #run}. */
  List<Pass> passes() {
    return List.copyOf(passes.values());
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
    Map<Integer, Taint> arguments = summaries.given(function.name());
    for (Function.Parameter parameter : function.parameters()) {
      boolean proven = handler || handlers.tells(function, parameter.name());
      Taint own = inner && !proven ? passed : own(function, parameter, proven);
      Taint given = arguments.getOrDefault(parameter.position(), Taint.NONE);
      Taint taint = isContext(parameter.name()) ? Taint.NONE : proven ? own : own.or(given);
      variables.set(parameter.name(), taint);
    }
  }

  private Taint own(Function function, Function.Parameter parameter, boolean proven) {
    int at = declaration(function, parameter.name());
    if (proven && !handlers.isStated(function)) {
      return Taint.of(parameter.name(), true, at).asUnstated();
    }
    if (proven && handlers.asksWho(function)) {
      return Taint.of(parameter.name(), true, at).without(Taint.PROGRAM);
    }
    return proven || function.name().isEmpty()
        ? Taint.of(parameter.name(), proven, at)
        : Taint.of(new Param(function.name(), parameter.position()), parameter.name(), at);
  }

  /** Whether a parameter of this name is the framework's rather than the caller's. */
  static boolean isContext(String parameter) {
    return CONTEXT.contains(parameter) || parameter.startsWith("_");
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
      case "as" -> assignments.open(i);
      case "return" ->
          summaries.returns(
              variables.function(), expressions.value(i + 1, program.endOfExpression(i + 1)));
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
      Taint taint = reaching(sink, callee, arguments);
      if (sink.holds(taint) && (taint.proven() || sink.countsUnproven())) {
        found
            .computeIfAbsent(callee.open(), key -> new TreeMap<>())
            .merge(sink.kind(), taint, Taint::or);
      }
      if (taint.exposes(sink.kind())) {
        exposed.add(new Exposed(sink, taint, callee.open()));
      }
    }
    int cleared = expressions.sanitizes(callee.name());
    if (cleared != 0 && (program.token(callee.start()).first() || isVerdict(callee))) {
      conditions.clear(callee.open(), program.partner(callee.open()), cleared);
    }
    if (WRITES.contains(callee.last())) {
      Taint text = expressions.value(callee.open() + 1, program.partner(callee.open()));
      variables.set(WRITTEN, variables.get(WRITTEN).or(text.passing(callee.open())));
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

  /* A program that was written before and is given to its interpreter is run. */
  private Taint reaching(TaintRules.Sink sink, Callee callee, List<int[]> arguments) {
    if (sink.when().equals("written")) {
      return sinks.interprets(callee, arguments) ? variables.get(WRITTEN) : Taint.NONE;
    }
    return sinks.reaching(sink, callee, arguments);
  }

  /* error = validate(url), const { valid } = await check(url): what is asked for is an opinion. */
  private boolean isVerdict(Callee callee) {
    int at = callee.start() - 1;
    at -= program.token(at).is("await") ? 1 : 0;
    if (!program.token(at).is("=")) {
      return false;
    }
    Token name = program.token(at - 1).is("}") ? program.token(at - 2) : program.token(at - 1);
    return VERDICT.matcher(name.text()).matches();
  }

  private void pass(Callee callee, List<int[]> arguments) {
    Function function = functions.get(callee.last());
    for (int position = 0; position < arguments.size(); position++) {
      int from = arguments.get(position)[0];
      boolean keyword = program.token(from).isName() && program.token(from + 1).is("=");
      Taint taint = expressions.value(keyword ? from + 2 : from, arguments.get(position)[1]);
      if (!taint.any()) {
        continue;
      }
      String name = keyword ? program.token(from).text() : "";
      if (function != null && taint.proven()) {
        int slot = keyword ? position(function, name, position) : position;
        summaries.give(callee.last(), slot, taint.passing(from));
      }
      boolean object = program.token(from).is("{") && program.partner(from) > from;
      if (object) {
        parts(callee, position, from);
      } else {
        hand(taint, callee, position, name, "", from);
      }
    }
  }

  /* {key: value, name, ...rest} */
  private void parts(Callee callee, int position, int open) {
    int close = program.partner(open);
    for (int at = open + 1; at < close; at = program.endOfExpression(at) + 1) {
      boolean keyed = program.token(at + 1).is(":");
      boolean rest = program.token(at).is("...");
      int from = keyed ? at + 2 : rest ? at + 1 : at;
      Taint taint = expressions.value(from, Math.min(close, program.endOfExpression(at)));
      if (taint.any()) {
        hand(taint, callee, position, "", rest ? "" : program.token(at).text(), from);
      }
    }
  }

  /* Remembers what other files may have to be asked about, and what this file's parameters reach
   * through its own functions. */
  private void hand(
      Taint taint, Callee callee, int position, String keyword, String part, int from) {
    boolean imported = aliases.knows(program.token(callee.start()).text());
    boolean bare = program.called(callee.open()) == callee.start();
    boolean local = isOwn(callee);
    boolean told = taint.params().isEmpty() && (local || !taint.proven());
    boolean builtin = !local && !imported && (bare || rules.isCommon(callee.last()));
    if (told || builtin) {
      return;
    }
    String key = callee.open() + "/" + position + keyword + "." + part;
    String name = local ? callee.last() : callee.name();
    passes.put(key, new Pass(taint, name, position, keyword, part, local, imported, from));
  }

  /* name(…), this.name(…) and self.name(…) where this file has a function of that name. */
  private boolean isOwn(Callee callee) {
    Token head = program.token(callee.start());
    int name = program.called(callee.open());
    boolean self = (head.is("this") || head.is("self")) && name == callee.start() + 2;
    return (name == callee.start() || self)
        && !aliases.knows(head.text())
        && functions.containsKey(callee.last());
  }

  /* thing.name(…) where this file has the only function of that name, which is no common one. */
  private boolean isMethod(Callee callee) {
    return program.called(callee.open()) > callee.start()
        && !aliases.knows(program.token(callee.start()).text())
        && !rules.isCommon(callee.last())
        && only.contains(callee.last());
  }

  /* What a call of this file's own function gives back: what was seen to be returned, filled with
   * what it is given; empty when nothing was seen. */
  private Optional<Taint> result(Callee callee) {
    Optional<Taint> seen =
        isOwn(callee) || isMethod(callee) ? summaries.result(callee.last()) : Optional.empty();
    Taint result = seen.orElse(Taint.NONE);
    if (seen.isEmpty() || (result.proven() && result.params().isEmpty())) {
      return seen;
    }
    Function function = functions.get(callee.last());
    List<int[]> arguments = arguments(callee.open());
    Taint given = Taint.NONE;
    for (int position = 0; position < arguments.size() && function != null; position++) {
      int from = arguments.get(position)[0];
      boolean keyword = program.token(from).isName() && program.token(from + 1).is("=");
      int slot = keyword ? position(function, program.token(from).text(), position) : position;
      boolean passed =
          result.params().keySet().stream()
              .anyMatch(p -> p.function().equals(callee.last()) && p.position() == slot);
      if (passed) {
        given = given.or(expressions.value(keyword ? from + 2 : from, arguments.get(position)[1]));
      }
    }
    Taint kept = given.without(Taint.ALL & ~result.classes());
    return Optional.of(result.composed() ? kept.asComposed(result.query()) : kept);
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
