package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import java.util.Map;
import java.util.Set;

/** Reads switches: each arm starts from the same state, and afterwards any may have been taken. */
final class Switches {
  private final Reading reading;
  private final Program program;
  private final Operands operands;
  private final Statements statements;
  private final Headers headers;

  Switches(Reading reading, Operands operands, Statements statements, Headers headers) {
    this.reading = reading;
    this.program = reading.program();
    this.operands = operands;
    this.statements = statements;
    this.headers = headers;
  }

  /** Reads the switch whose header starts at {@code from}; returns where it ends. */
  int read(int from) {
    int open = reading.java() ? program.partner(from) + 1 : headers.block(from);
    int start = reading.java() ? from + 1 : from;
    int end = reading.java() ? open - 1 : open;
    if (!program.token(open).is("{") || program.partner(open) <= open) {
      return from;
    }
    Set<?> before = reading.scope().judged();
    int last = headers.parts(start, end);
    boolean typed = program.token(end - 2).is("type");
    if (typed) {
      headers.statement(last, end);
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
        statements.walk(start, i);
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
}
