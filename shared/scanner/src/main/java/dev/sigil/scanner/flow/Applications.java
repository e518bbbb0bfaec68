package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;

/** Evaluates what is applied to values: members, calls, indices. */
final class Applications {
  private final Reading reading;
  private final Program program;
  private final Operands operands;
  private final Functions functions;
  private final Types types;
  private final Creations creations;

  Applications(
      Reading reading, Operands operands, Functions functions, Types types, Creations creations) {
    this.reading = reading;
    this.program = reading.program();
    this.operands = operands;
    this.functions = functions;
    this.types = types;
    this.creations = creations;
  }

  /** What is applied to a value: .member, .method(…), (…), [index], {members}. */
  Value follow(Value start, String startType, String startName, int to) {
    Value value = start;
    String type = startType;
    String name = startName;
    while (operands.cursor() < to) {
      int at = operands.cursor();
      Token token = program.token(at);
      Token next = program.token(at + 1);
      if (token.is(".") && next.is("(")) {
        boolean numeric = reading.words().isNumeric(program.token(at + 2).text());
        value = numeric ? Value.NONE : value;
        operands.moveTo(Math.max(at + 1, program.partner(at + 1)) + 1);
      } else if (token.is(".") && (next.isName() || next.is("<"))) {
        int member = next.is("<") ? types.afterTypeArguments(at + 1) : at + 1;
        int open = member + 1;
        if (program.token(open).is("[") && program.token(program.partner(open) + 1).is("(")) {
          open = program.partner(open) + 1;
        }
        String text = program.token(member).text();
        if (program.token(open).is("(") && program.partner(open) > open) {
          value =
              operands.calls().call(member, text, type.isEmpty() ? "?" : type, name, value, open);
          type = operands.calls().resultType();
          operands.moveTo(program.partner(open) + 1);
        } else {
          value = operands.calls().member(value, type, name, text);
          type = reading.names().imported(name).isEmpty() ? types.member(type, text) : "";
          operands.moveTo(member + 1);
        }
        name = text;
      } else if (token.is("(") && program.partner(at) > at) {
        value = operands.calls().call(at - 1, "", "?", name, value, at);
        type = "";
        operands.moveTo(program.partner(at) + 1);
      } else if (token.is("[") && program.partner(at) > at) {
        value = index(value, at);
        operands.moveTo(program.partner(at) + 1);
      } else if (token.is("{") && !reading.java() && types.composes(at)) {
        value = creations.elements(at).about(0);
        type = types.literal(at);
        operands.calls().resultType(type);
        operands.moveTo(program.partner(at) + 1);
      } else if (token.is(":") && next.is(":") && reading.java()) {
        functions.reference(program.token(at + 2).text());
        operands.moveTo(at + 3);
      } else {
        break;
      }
    }
    operands.calls().resultType(type);
    return value;
  }

  /* map[key] is what the map holds; args["name"] is that member of what was passed. */
  private Value index(Value value, int open) {
    Token key = program.token(open + 1);
    Value asked = operands.value(open + 1, program.partner(open));
    if (!value.any() && asked.any()) {
      operands.calls().judge(asked);
    }
    if (key.isText() && program.partner(open) == open + 2) {
      return value.map(part -> part.member(key.text()));
    }
    return value;
  }
}
