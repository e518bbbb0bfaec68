package dev.sigil.scanner.exhaustion;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds what costs without a bound in the functions that a caller reaches. Used by one thread. */
final class Costs {
  private static final long MUCH = 1_000_000;
  private static final long HUGE = 100_000_000;

  private final Program program;
  private final ExhaustionRules rules;
  private final Reach reach;
  private final Loops loops;
  private final Recursion recursion;
  private final Pattern bound;
  private final Pattern nested;
  private final Map<Integer, Boolean> mentionsBound = new HashMap<>();
  private final Map<Integer, String> found = new TreeMap<>();

  Costs(Program program, ExhaustionRules rules) {
    this.program = program;
    this.rules = rules;
    this.reach = new Reach(program);
    this.loops = new Loops(program);
    this.recursion = new Recursion(program);
    this.bound = rules.unpacked().pattern();
    this.nested = rules.matched().pattern();
  }

  /** Names of findings by the token where each shows. */
  Map<Integer, String> find() {
    Deque<Function> around = new ArrayDeque<>();
    Deque<Function> next = new ArrayDeque<>(reach.functions());
    for (int i = 0; i < program.size(); i++) {
      while (!around.isEmpty() && i >= around.element().to()) {
        around.pop();
      }
      while (!next.isEmpty() && next.element().from() <= i) {
        around.push(next.remove());
      }
      if (!around.isEmpty()) {
        look(around.element(), i);
      }
    }
    reach.functions().stream()
        .filter(recursion::isEndless)
        .forEach(function -> found.putIfAbsent(function.head(), "recursion"));
    return found;
  }

  private void look(Function function, int i) {
    Token token = program.token(i);
    if (token.is("(")) {
      Callee callee = program.callee(i);
      if (callee != null && !callee.name().isEmpty()) {
        call(function, callee);
      }
    } else if (token.is("*") && isSequence(i - 1)) {
      multiplied(function, i);
    } else if (token.is("while") || token.is("for")) {
      loops.at(i).filter(loops::isIdle).ifPresent(loop -> found.putIfAbsent(i, "endless"));
      if (loops.count(i) >= MUCH) {
        found.putIfAbsent(i, "loop");
      }
    }
  }

  private void call(Function function, Callee callee) {
    String name = callee.name();
    int at = callee.start();
    rules
        .counted(name)
        .filter(spec -> costs(function, callee, spec))
        .ifPresent(spec -> found.putIfAbsent(at, spec.rule()));
    if (ExhaustionRules.isOne(rules.started().calls(), name) && isRepeated(function, at)) {
      found.putIfAbsent(at, "started");
    }
    if (ExhaustionRules.isOne(rules.unpacked().calls(), name) && !bounds(function)) {
      found.putIfAbsent(at, "unpacked");
    }
    if (ExhaustionRules.isOne(rules.matched().calls(), name) && isRisky(function, callee)) {
      found.putIfAbsent(at, "pattern");
    }
  }

  private boolean costs(Function function, Callee callee, ExhaustionRules.Counted spec) {
    int close = program.partner(callee.open());
    int at = callee.open() + 1;
    for (int k = 0; k < spec.argument() && at < close; k++) {
      at = program.endOfExpression(at) + 1;
    }
    int end = Math.min(close, program.endOfExpression(at));
    int last = spec.rule().equals("loop") ? close : end;
    boolean sized = !callee.name().equals("Array") || program.endOfExpression(at) >= close;
    return sized
        && (loops.number(at, end) >= spec.most() || reach.isControlled(function, at, last));
  }

  private boolean isRepeated(Function function, int at) {
    return loops.around(function, at).stream()
        .anyMatch(
            loop ->
                loop.endless()
                    || loops.count(loop.head()) >= rules.started().most()
                    || reach.isControlled(function, loop.head() + 1, loop.from()));
  }

  private boolean bounds(Function function) {
    return mentionsBound.computeIfAbsent(function.from(), key -> mentionsBound(function));
  }

  private boolean mentionsBound(Function function) {
    for (int i = function.from(); i < function.to(); i++) {
      if (program.token(i).isName() && bound.matcher(program.token(i).text()).find()) {
        return true;
      }
    }
    return false;
  }

  private boolean isRisky(Function function, Callee callee) {
    int from = callee.open() + 1;
    int end = Math.min(program.partner(callee.open()), program.endOfExpression(from));
    for (int i = from; i < end; i++) {
      if (program.token(i).isText() && nested.matcher(program.token(i).text()).find()) {
        return true;
      }
    }
    return end - from == 1 && reach.isControlled(function, from, end);
  }

  /* "x" * n, [0] * n, b"" * (n * 1024) */
  private boolean isSequence(int i) {
    return program.dialect() == Dialect.PYTHON
        && (program.token(i).isText() || program.token(i).is("]"));
  }

  private void multiplied(Function function, int star) {
    int end = Math.min(function.to(), program.endOfExpression(star + 1));
    if (loops.number(star + 1, end) >= HUGE / 10 || reach.isControlled(function, star + 1, end)) {
      found.putIfAbsent(star - 1, "allocation");
    }
  }
}
