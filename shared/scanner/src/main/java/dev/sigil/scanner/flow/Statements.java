package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.Map;
import java.util.Set;

/** Walks through the statements of a block, one after the other. */
final class Statements {
  private static final int LONGEST_CASE = 200;
  private static final int LONGEST_HEADER = 2_000;

  private final Reading reading;
  private final Program program;
  private final Operands operands;
  private final Functions functions;
  private final Guards guards;
  private final Assignments assignments;

  Statements(Reading reading, Operands operands, Functions functions) {
    this.reading = reading;
    this.program = reading.program();
    this.operands = operands;
    this.functions = functions;
    this.guards = new Guards(reading, operands);
    this.assignments = new Assignments(reading, operands);
  }

  void walk(int from, int to) {
    if (!reading.descend(1)) {
      return;
    }
    int i = from;
    while (i < to && !reading.exhausted()) {
      i = Math.max(i + 1, statement(i, to));
    }
    reading.ascend();
  }

  private int statement(int i, int to) {
    Token token = program.token(i);
    if (!token.isName()) {
      return other(i, to);
    }
    return switch (token.text()) {
      case "if" -> branch(i + 1, to);
      case "while" -> header(i + 1);
      case "switch", "select" -> choice(i + 1);
      case "for" -> loop(i + 1);
      case "try" -> resources(i + 1);
      case "catch" -> handler(i + 1, to);
      case "return", "yield" -> result(i + 1, to);
      case "case", "default" -> label(i + 1);
      case "class", "record", "enum", "interface", "type" -> type(i + 1);
      case "else",
          "do",
          "finally",
          "go",
          "defer",
          "throw",
          "var",
          "const",
          "final",
          "static",
          "assert",
          "synchronized",
          "fallthrough" ->
          i + 1;
      default -> plain(i, to);
    };
  }

  private int other(int i, int to) {
    Token token = program.token(i);
    if (token.is("@") && program.token(i + 2).is("(")) {
      return program.partner(i + 2) + 1;
    }
    boolean starts = token.is("(") || token.is("*") || token.is("<-") || token.is("++");
    return starts || token.isText() ? plain(i, to) : i + 1;
  }

  private int plain(int i, int to) {
    int end = Math.max(i + 1, Math.min(to, end(i)));
    assignments.statement(i, end);
    return end;
  }

  /** Where the statement that starts at {@code from} ends; commas do not end it. */
  private int end(int from) {
    int at = program.endOfExpression(from);
    while (program.token(at).is(",") && at - from < LONGEST_HEADER) {
      at = program.endOfExpression(at + 1);
    }
    return at;
  }

  /* Where the block of a header without parentheses starts. */
  private int block(int from) {
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

  /* Both branches start from the same state; after them either may have been taken. */
  private int branch(int from, int to) {
    int open = header(from);
    if (open <= from || open >= to || !reading.descend(1)) {
      return Math.max(from, open);
    }
    Scope scope = reading.scope();
    Map<String, Value> before = scope.state();
    int end = body(open, to);
    boolean leaves = guards.leaves(open);
    boolean otherwise = program.token(end).is("else");
    Map<String, Value> after = scope.state();
    scope.state(before);
    if (otherwise) {
      int next = end + 1;
      end = program.token(next).is("if") ? branch(next + 1, to) : body(next, to);
      if (!program.token(next).is("if") && guards.leaves(next)) {
        scope.state(after);
      }
    }
    if (!leaves) {
      scope.join(after);
    }
    reading.ascend();
    return end;
  }

  /* A block or one statement; returns where it ends. */
  private int body(int open, int to) {
    if (program.token(open).is("{") && program.partner(open) > open) {
      walk(open + 1, program.partner(open));
      return program.partner(open) + 1;
    }
    int end = Math.max(open + 1, statement(open, to));
    return program.token(end).is(";") ? end + 1 : end;
  }

  /* A handler of exceptions runs or does not. */
  private int handler(int parenthesis, int to) {
    int open = Math.max(parenthesis, program.partner(parenthesis)) + 1;
    if (!program.token(open).is("{")) {
      return open;
    }
    Map<String, Value> before = reading.scope().state();
    int end = body(open, to);
    reading.scope().join(before);
    return end;
  }

  private int header(int from) {
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

  /* Reads what stands before semicolons in a header; returns where the rest starts. */
  private int parts(int from, int to) {
    int start = from;
    for (int at = from; at < to; at = Math.max(at, program.partner(at)) + 1) {
      if (program.token(at).is(";")) {
        assignments.statement(start, at);
        start = at + 1;
      }
    }
    return start;
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

  private int choice(int from) {
    int open = reading.java() ? program.partner(from) + 1 : block(from);
    int start = reading.java() ? from + 1 : from;
    int end = reading.java() ? open - 1 : open;
    if (!program.token(open).is("{") || program.partner(open) <= open) {
      return from;
    }
    Set<?> before = reading.scope().judged();
    int last = parts(start, end);
    boolean typed = program.token(end - 2).is("type");
    if (typed) {
      assignments.statement(last, end);
    } else if (last < end && hasTextCases(open)) {
      reading.scope().judge(operands.value(last, end), Marks.DANGER);
    }
    arms(open);
    if (!defaultExits(open)) {
      reading.scope().forget(before);
    }
    return program.partner(open) + 1;
  }

  /* Each arm starts from the state before all of them. */
  private void arms(int open) {
    Scope scope = reading.scope();
    Map<String, Value> before = scope.state();
    Map<String, Value> any = scope.state();
    int start = open + 1;
    for (int i = open + 1; i <= program.partner(open); i = Math.max(i, program.partner(i)) + 1) {
      boolean label = program.token(i).is("case") || program.token(i).is("default");
      if (label || i == program.partner(open)) {
        walk(start, i);
        scope.join(any);
        any = scope.state();
        scope.state(before);
        start = i;
      }
    }
    scope.state(any);
  }

  private boolean hasTextCases(int open) {
    for (int i = open; i < program.partner(open); i++) {
      if (program.token(i).is("case") && program.enclosing(i) == open) {
        return program.token(i + 1).isText()
            || (reading.java() && program.token(i + 1).text().matches("[A-Z][A-Z_0-9]*"));
      }
    }
    return false;
  }

  private boolean defaultExits(int open) {
    for (int i = open; i < program.partner(open); i++) {
      if (program.token(i).is("default") && program.enclosing(i) == open) {
        for (int at = i; at < program.partner(open); at++) {
          if (program.token(at).is("case") && program.enclosing(at) == open) {
            return false;
          }
          if (program.token(at).text().matches("return|throw|panic|continue|Fatal|Fatalf")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private int loop(int from) {
    if (reading.java()) {
      int close = program.partner(from);
      int colon = from + 1;
      while (colon < close && !program.token(colon).is(":")) {
        colon = Math.max(colon, program.partner(colon)) + 1;
      }
      if (colon < close) {
        Value value = operands.value(colon + 1, close).about(0);
        assignments.declare(from + 1, colon, value);
      } else {
        parts(from + 1, close);
      }
      return Math.max(from, close) + 1;
    }
    int open = block(from);
    int range = from;
    while (range < open && !program.token(range).is("range")) {
      range++;
    }
    if (range < open) {
      Value value = operands.value(range + 1, open).about(0);
      for (int i = from; i < range; i++) {
        if (program.token(i).isName()) {
          boolean index = i == from && program.token(i).text().matches("i|j|k?idx|index|n|_");
          reading.scope().set(program.token(i).text(), index ? Value.NONE : value);
        }
      }
    } else {
      int last = parts(from, open);
      operands.value(last, open);
    }
    return Math.max(from, open);
  }

  private int resources(int open) {
    int close = program.partner(open);
    if (!program.token(open).is("(") || close <= open) {
      return open;
    }
    int last = parts(open + 1, close);
    if (last < close) {
      assignments.statement(last, close);
    }
    return close + 1;
  }

  private int result(int from, int to) {
    int end = Math.min(to, end(from));
    if (program.token(from).first() && !reading.java()) {
      return from;
    }
    for (int at = from; at < end; ) {
      int stop = Math.max(at + 1, Math.min(end, program.endOfExpression(at)));
      if (!isError(at, from)) {
        reading.unit().returns(operands.value(at, stop));
      }
      at = stop + 1;
    }
    return end;
  }

  /* In Go the last of several results says what went wrong; it is not what was asked for. */
  private boolean isError(int at, int first) {
    Token token = program.token(at);
    Token function = program.token(at + 2);
    boolean made = token.is("errors") || (token.is("fmt") && function.is("Errorf"));
    return !reading.java() && at > first && (made || token.is("err"));
  }

  private int label(int from) {
    int at = from;
    while (at < from + LONGEST_CASE && at < program.size()) {
      if (program.token(at).is(":") || program.token(at).is("->")) {
        return at + 1;
      }
      at = Math.max(at, program.partner(at)) + 1;
    }
    return from;
  }

  private int type(int from) {
    int open = block(from);
    if (!program.token(open).is("{") || program.token(from - 1).is("type")) {
      return Math.max(from, end(from));
    }
    functions.nested(open, program.partner(open));
    return program.partner(open) + 1;
  }

  private void judge() {
    operands.calls().judged().forEach(j -> reading.scope().judge(j.value(), j.classes()));
  }
}
