package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.HashMap;
import java.util.Map;

/**
 * Clears the variables that a condition judges of the classes that it rules out; which branch then
 * uses them is not looked at. Used by one thread.
 */
final class Conditions {
  private static final int LONGEST_CONDITION = 400;

  private final Program program;
  private final TaintRules rules;
  private final Variables variables;
  private final Expressions expressions;
  private final Map<String, Integer> guards = new HashMap<>();

  Conditions(Program program, TaintRules rules, Variables variables, Expressions expressions) {
    this.program = program;
    this.rules = rules;
    this.variables = variables;
    this.expressions = expressions;
  }

  /** After {@code if}, {@code elif} or {@code assert}. */
  void guard(int from) {
    int end = from;
    if (program.token(from).is("(") && program.partner(from) > from) {
      end = Math.min(program.partner(from), from + LONGEST_CONDITION);
    }
    int limit = Math.min(program.size(), from + LONGEST_CONDITION);
    while (end < limit && !program.token(end).is(":") && !program.token(end).is("{")) {
      if (end > from && program.token(end).first() && program.enclosing(end) < 0) {
        break;
      }
      end = Math.max(end, program.partner(end)) + 1;
    }
    int cleared = 0;
    for (int i = from; i < end; i++) {
      Token token = program.token(i);
      Token next = program.token(i + 1);
      if (token.isName()) {
        boolean applied = next.is("(") || program.token(i - 1).is("in");
        int judged = guards.computeIfAbsent(token.text(), rules::guarded);
        cleared |= applied || judged != Taint.ALL ? judged : 0;
        boolean listed = token.is("in") && next.isName() && next.text().matches("[A-Z][A-Z0-9_]+");
        cleared |= listed ? Taint.ALL : token.is("sep") ? TaintClass.PATH.bit() : 0;
      } else if (token.isText() && token.text().equals("..")) {
        cleared |= TaintClass.PATH.bit();
      }
    }
    if (cleared != 0) {
      clear(from, end, cleared);
    }
  }

  /**
   * Clears what is named in {@code [from, to)}, and all that has the same source: whoever judges
   * {@code parsed} has judged {@code url}, from which it came.
   */
  void clear(int from, int to, int cleared) {
    expressions.spend((long) (to - from) * variables.depth());
    for (int i = from; i < to; i++) {
      Taint taint = program.token(i).isName() ? variables.get(program.token(i).text()) : Taint.NONE;
      if (taint.any()) {
        variables.clear(taint.source(), cleared);
      }
    }
  }
}
