package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.Map;

/** Walks through the statements of a block, one after the other. */
final class Statements {
  private static final int LONGEST_CASE = 200;

  private final Reading reading;
  private final Program program;
  private final Operands operands;
  private final Functions functions;
  private final Guards guards;
  private final Assignments assignments;
  private final Headers headers;
  private final Switches switches;

  Statements(Reading reading, Operands operands, Functions functions) {
    this.reading = reading;
    this.program = reading.program();
    this.operands = operands;
    this.functions = functions;
    this.guards = new Guards(reading, operands);
    this.assignments = new Assignments(reading, operands);
    this.headers = new Headers(reading, operands, guards, assignments);
    this.switches = new Switches(reading, operands, this, headers);
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
      case "while" -> headers.read(i + 1);
      case "switch", "select" -> switches.read(i + 1);
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
    int end = Math.max(i + 1, Math.min(to, headers.end(i)));
    assignments.statement(i, end);
    return end;
  }

  /* Both branches start from the same state; after them either may have been taken. */
  private int branch(int from, int to) {
    int open = headers.read(from);
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
        headers.parts(from + 1, close);
      }
      return Math.max(from, close) + 1;
    }
    int open = headers.block(from);
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
      int last = headers.parts(from, open);
      operands.value(last, open);
    }
    return Math.max(from, open);
  }

  private int resources(int open) {
    int close = program.partner(open);
    if (!program.token(open).is("(") || close <= open) {
      return open;
    }
    int last = headers.parts(open + 1, close);
    if (last < close) {
      assignments.statement(last, close);
    }
    return close + 1;
  }

  private int result(int from, int to) {
    int end = Math.min(to, headers.end(from));
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
    int open = headers.block(from);
    if (!program.token(open).is("{") || program.token(from - 1).is("type")) {
      return Math.max(from, headers.end(from));
    }
    functions.nested(open, program.partner(open));
    return program.partner(open) + 1;
  }
}
