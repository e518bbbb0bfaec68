package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.Set;

/** What statements give to names: assignments, loops over a value, and `with … as name`. */
final class Bindings {
  private static final int LONGEST_TARGET = 40;
  private static final Set<String> DECLARES =
      Set.of(
          "const",
          "let",
          "var",
          "self",
          "this",
          "await",
          "async",
          "export",
          "public",
          "private",
          "static",
          "readonly");

  private final Program program;
  private final Units units;
  private final Marks marks;
  private final Values values;

  Bindings(Program program, Units units, Marks marks, Values values) {
    this.program = program;
    this.units = units;
    this.marks = marks;
    this.values = values;
  }

  /* name = …, name: type = …, a.b = …, a[b] = …, const {a, b} = … */
  void assign(int equals) {
    if (program.token(program.enclosing(equals)).is("(")) {
      return;
    }
    listens(equals);
    Mark mark = values.of(equals + 1, program.endOfExpression(equals + 1));
    if (mark.equals(Mark.NONE)) {
      return;
    }
    int unit = units.of(equals);
    for (int i = target(equals); i < equals; i++) {
      Token token = program.token(i);
      if (token.is(":") && program.enclosing(i) == program.enclosing(equals)) {
        return;
      }
      if (token.isName() && !DECLARES.contains(token.text()) && !isType(i)) {
        boolean member = program.token(i - 1).is(".");
        if (member || unit == Units.FILE) {
          marks.addMember(token.text(), mark);
        }
        if (!member) {
          marks.addVariable(unit, token.text(), mark);
        }
      }
    }
  }

  /* In `String key = …` and `var key string = …` only one of the words is a variable. */
  private boolean isType(int i) {
    Token after = program.token(i + 1);
    return switch (program.dialect()) {
      case JAVA -> !after.is("=") && !after.is("+=");
      case GO -> program.token(i - 1).isName() && !program.token(i - 1).is("var");
      default -> false;
    };
  }

  private int target(int equals) {
    int start = equals - 1;
    while (start > 0 && start > equals - LONGEST_TARGET) {
      start = Math.min(start, program.partner(start));
      if (startsStatement(start)) {
        return start;
      }
      start--;
    }
    return Math.max(0, start);
  }

  private boolean startsStatement(int i) {
    Token before = program.token(i - 1);
    return program.token(i).first()
        || before.is(";")
        || before.is("const")
        || before.is("let")
        || before.is("var")
        || (before.is("{") && program.enclosing(i) == i - 1);
  }

  /* with open(path) as name */
  void with(int as) {
    int start = as - 1;
    while (start > 0 && start > as - LONGEST_TARGET && !program.token(start).is("with")) {
      start--;
    }
    if (program.token(start).is("with") && program.token(as + 1).isName()) {
      marks.addVariable(units.of(as), program.token(as + 1).text(), values.of(start + 1, as));
    }
  }

  /** {@code name.on("message", handler)}: what a connection brings is given to its handler. */
  void listen(Callee callee, int close) {
    Token event = program.token(callee.open() + 1);
    boolean brings = event.text().equals("message") || event.text().equals("data");
    int handler = program.endOfExpression(callee.open() + 1) + 1;
    if (brings && handler < close && connected(callee.start())) {
      receive(handler, close);
    }
  }

  /* name.onmessage = handler */
  private void listens(int equals) {
    boolean named = program.token(equals - 1).is("onmessage") && program.token(equals - 2).is(".");
    if (named && connected(equals - 3)) {
      receive(equals + 1, program.endOfExpression(equals + 1));
    }
  }

  private boolean connected(int name) {
    return values.of(name, name + 1).has(Mark.CONNECTION);
  }

  private void receive(int from, int to) {
    int unit = units.startingIn(from, to);
    int handler = unit < 0 ? units.named(program.token(from).text()) : unit;
    if (handler > 0 && !units.function(handler).parameters().isEmpty()) {
      String first = units.function(handler).parameters().getFirst().name();
      marks.addVariable(handler, first, Mark.of(Mark.REMOTE));
    }
  }

  void loop(int at) {
    int in = at + 1;
    while (in < at + LONGEST_TARGET && !program.token(in).is("in") && !program.token(in).is("of")) {
      in++;
    }
    if (in >= at + LONGEST_TARGET) {
      return;
    }
    Mark all = values.of(in + 1, program.endOfExpression(in + 1));
    Mark mark = all.has(Mark.CONNECTION) ? all.or(Mark.of(Mark.REMOTE)) : all;
    for (int i = at + 1; i < in; i++) {
      if (program.token(i).isName()) {
        marks.addVariable(units.of(at), program.token(i).text(), mark);
      }
    }
  }
}
