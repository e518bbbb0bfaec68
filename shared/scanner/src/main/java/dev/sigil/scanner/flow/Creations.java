package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;

/** Evaluates what creates values: lists, objects and calls of constructors. */
final class Creations {
  private final Reading reading;
  private final Program program;
  private final Operands operands;
  private final Functions functions;
  private final Types types;

  Creations(Reading reading, Operands operands, Functions functions, Types types) {
    this.reading = reading;
    this.program = reading.program();
    this.operands = operands;
    this.functions = functions;
    this.types = types;
  }

  /** {@code []string{…}}, {@code [N]T{…}} and {@code []byte(…)}. */
  Value slice(int i, int to) {
    int at = Math.max(i, program.partner(i)) + 1;
    while (program.token(at).is("[") && program.partner(at) > at) {
      at = program.partner(at) + 1;
    }
    while (program.token(at).is("*")) {
      at++;
    }
    if (!program.token(at).isName() || at >= to) {
      operands.moveTo(at);
      return Value.NONE;
    }
    while (program.token(at + 1).is(".") && program.token(at + 2).isName()) {
      at += 2;
    }
    if ((program.token(at).is("interface") || program.token(at).is("struct"))
        && program.token(at + 1).is("{")) {
      at = Math.max(at + 1, program.partner(at + 1));
    }
    if (program.token(at + 1).is("{") && program.partner(at + 1) > at + 1) {
      Value value = elements(at + 1);
      operands.moveTo(program.partner(at + 1) + 1);
      return operands.follow(value, "", "", to);
    }
    operands.moveTo(at + 1);
    return program.token(operands.cursor()).is("(")
        ? operands.follow(Value.NONE, "[]", "", to)
        : Value.NONE;
  }

  /** The elements of a list or the members of an object between braces. */
  Value elements(int open) {
    Value all = Value.NONE;
    boolean first = true;
    for (int at = open + 1; at < program.partner(open); ) {
      int end = Math.max(at + 1, Math.min(program.partner(open), program.endOfExpression(at)));
      boolean keyed = program.token(at + 1).is(":") && !program.token(at + 2).is(":");
      boolean member = keyed && program.token(at).isName();
      Value element = operands.value(keyed ? at + 2 : at, end);
      if (member && program.token(open - 1).isName()) {
        reading.field(program.token(open - 1).text() + "." + program.token(at).text(), element);
      }
      boolean fixed = first && element.is(Value.TEXT) && !element.any();
      all = all.or(first ? element : element.without(fixed || !all.any() ? Marks.PROGRAM : 0));
      first = false;
      at = end + 1;
    }
    return all.about((all.about() | Value.LIST) & ~(Value.HOST | Value.ROOTED));
  }

  /** {@code new Type(…)} and {@code new Type[] {…}}, from the name of the type. */
  Value created(int i, int to) {
    int at = i;
    while (program.token(at + 1).is(".") && program.token(at + 2).isName()) {
      at += 2;
    }
    String type = program.token(at).text();
    at = types.afterTypeArguments(at + 1);
    Token open = program.token(at);
    if (open.is("(") && program.partner(at) > at) {
      Value value = operands.calls().call(i, "new " + type, "", "", Value.NONE, at);
      operands.moveTo(program.partner(at) + 1);
      if (program.token(operands.cursor()).is("{")
          && program.partner(operands.cursor()) > operands.cursor()) {
        functions.nested(operands.cursor(), program.partner(operands.cursor()));
        operands.moveTo(program.partner(operands.cursor()) + 1);
      }
      boolean safe = mentions(at, "SafeConstructor");
      return operands.follow(value, safe ? "Safe" + type : type, "", to);
    }
    while (program.token(at).is("[") && program.partner(at) > at) {
      at = program.partner(at) + 1;
    }
    operands.moveTo(at);
    if (program.token(at).is("{") && program.partner(at) > at) {
      Value value = elements(at);
      operands.moveTo(program.partner(at) + 1);
      return value;
    }
    return Value.NONE;
  }

  private boolean mentions(int open, String name) {
    for (int i = open; i < program.partner(open); i++) {
      if (program.token(i).is(name)) {
        return true;
      }
    }
    return false;
  }
}
