package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;

/** Reads what stands before blocks: statements, then a condition. */
final class Headers {
  private static final int LONGEST_HEADER = 2_000;

  private final Reading reading;
  private final Program program;
  private final Operands operands;
  private final Guards guards;
  private final Assignments assignments;

  Headers(Reading reading, Operands operands, Guards guards, Assignments assignments) {
    this.reading = reading;
    this.program = reading.program();
    this.operands = operands;
    this.guards = guards;
    this.assignments = assignments;
  }

  /** Reads the header of a conditional block; returns where the block opens. */
  int read(int from) {
    boolean java = reading.java();
    int open = java ? program.partner(from) + 1 : block(from);
    int start = java ? from + 1 : from;
    int end = java ? open - 1 : open;
    int last = parts(start, end);
    operands.value(last, end);
    judge();
    bindPatterns(last, end);
    guards.condition(last, end, open);
    return Math.max(from, open);
  }

  /** Reads what stands before semicolons in a header; returns where the rest starts. */
  int parts(int from, int to) {
    int start = from;
    for (int at = from; at < to; at = Math.max(at, program.partner(at)) + 1) {
      if (program.token(at).is(";")) {
        assignments.statement(start, at);
        start = at + 1;
      }
    }
    return start;
  }

  /** Where the statement that starts at {@code from} ends; commas do not end it. */
  int end(int from) {
    int at = program.endOfExpression(from);
    while (program.token(at).is(",") && at - from < LONGEST_HEADER) {
      at = program.endOfExpression(at + 1);
    }
    return at;
  }

  /** Where the block of a header without parentheses starts. */
  int block(int from) {
    int at = from;
    while (at < from + LONGEST_HEADER && at < program.size()) {
      Token before = program.token(at - 1);
      boolean type = before.is("struct") || before.is("interface");
      boolean literal = program.token(at).is("{") && program.token(program.partner(at) + 1).is("{");
      if (program.token(at).is("{") && !type && !literal) {
        return at;
      }
      at = Math.max(at, program.partner(at)) + 1;
    }
    return from;
  }

  /* value instanceof Type name */
  private void bindPatterns(int from, int to) {
    for (int i = from; i < to; i++) {
      if (program.token(i).is("instanceof") && program.token(i + 2).isName()) {
        Value value = operands.value(from, i);
        boolean number = reading.words().isNumeric(program.token(i + 1).text());
        reading.scope().set(program.token(i + 2).text(), number ? Value.NONE : value);
        reading.scope().type(program.token(i + 2).text(), program.token(i + 1).text());
      }
    }
  }

  private void judge() {
    operands.calls().judged().forEach(j -> reading.scope().judge(j.value(), j.classes()));
  }

  /** Reads the statement in {@code [from, to)}. */
  void statement(int from, int to) {
    assignments.statement(from, to);
  }
}
