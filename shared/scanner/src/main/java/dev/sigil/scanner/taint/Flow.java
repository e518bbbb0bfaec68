package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.HashMap;
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
  private static final int ROUNDS_OF_A_BUNDLE = 3;
  private static final int BUNDLE = 40_000;
  private static final int DEEPEST_SCOPE = 40;
  private static final Set<String> GROWS =
      Set.of("append", "push", "extend", "insert", "add", "unshift", "update", "concat");

  private static final Set<String> WRITES =
      Set.of("write", "write_text", "writelines", "writeFile", "writeFileSync", "writestr");
  private static final String WRITTEN = "(written)";
  private static final Pattern ENSURES = Pattern.compile("(?i).*(validate|ensure|assert|verify).*");
  private static final Pattern VERDICT =
      Pattern.compile(
          "(?i)_?(is\\w+|.*(err|error|errors|valid|ok|result|check|validation|allowed|problem|reason|issue|violation|safe"
              + "|containment|verdict|decision|permission|access|outcome|guard))");

  private final Program program;
  private final TaintRules rules;
  private final Handlers handlers;
  private final Entries entries;
  private final Map<Integer, Function> starts = new HashMap<>();
  private final Summaries summaries = new Summaries();
  private final Variables variables = new Variables();
  private final Expressions expressions;
  private final Assignments assignments;
  private final Conditions conditions;
  private final Sinks sinks;
  private final Passes passes;
  private final Map<Integer, Map<TaintClass, Taint>> found = new TreeMap<>();
  private final List<Exposed> exposed = new ArrayList<>();

  /** A call, by its parenthesis, that a parameter reaches, if its callers control it. */
  record Exposed(TaintRules.Sink sink, Taint taint, int open) {}

  Flow(Program program, TaintRules rules) {
    this.program = program;
    this.rules = rules;
    this.handlers = new Handlers(program);
    this.expressions = new Expressions(program, rules, variables, this::result);
    this.assignments = new Assignments(program, variables, expressions);
    this.conditions = new Conditions(program, rules, variables, expressions);
    this.sinks = new Sinks(program, expressions);
    this.passes = new Passes(program, rules, expressions, summaries);
    this.entries = new Entries(program, handlers, summaries, variables, expressions);
    program.functions().forEach(function -> starts.put(function.from(), function));
  }

  /** What reaches what: by the index of the sink's parenthesis. */
  Map<Integer, Map<TaintClass, Taint>> run() {
    for (int round = 0; round < rounds(); round++) {
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
    passes.register(handlers);
    return found;
  }

  /* A bundle has functions of one name from many files, which more readings only mix. */
  private int rounds() {
    return program.size() > BUNDLE ? ROUNDS_OF_A_BUNDLE : ROUNDS;
  }

  /** What parameters reach, after {@link #run}. */
  List<Exposed> exposed() {
    return exposed;
  }

  /** What is handed on, after {@link #run}. */
  List<Passes.Pass> passes() {
    return passes.all();
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
      variables.settle(i);
      variables.closeUntil(i);
      Function function = starts.get(i);
      if (function != null && variables.depth() < DEEPEST_SCOPE) {
        entries.enter(function);
      }
      step(i);
    }
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
    List<int[]> arguments = program.arguments(callee.open());
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
    if (cleared != 0 && (isStatement(callee.start()) || isVerdict(callee))) {
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
    passes.read(callee, arguments);
  }

  /* A program that was written before and is given to its interpreter is run. */
  private Taint reaching(TaintRules.Sink sink, Callee callee, List<int[]> arguments) {
    if (sink.when().equals("written")) {
      return sinks.interprets(callee, arguments) ? variables.get(WRITTEN) : Taint.NONE;
    }
    return sinks.reaching(sink, callee, arguments);
  }

  private boolean isStatement(int start) {
    Token before = program.token(start - 1);
    return program.token(start).first() || (before.is("await") && before.first());
  }

  /* error = validate(url), const { valid } = await check(url): what is asked for is an opinion.
   * ip, host = resolve_and_validate(url): who goes on behind it was let through. */
  private boolean isVerdict(Callee callee) {
    int at = callee.start() - 1;
    at -= program.token(at).is("await") ? 1 : 0;
    if (!program.token(at).is("=")) {
      return false;
    }
    if (program.token(at - 2).is(",") && ENSURES.matcher(callee.last()).matches()) {
      return true;
    }
    Token name = program.token(at - 1).is("}") ? program.token(at - 2) : program.token(at - 1);
    return VERDICT.matcher(name.text()).matches();
  }

  private Optional<Taint> result(Callee callee) {
    return passes.result(callee);
  }
}
