package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.code.Token.Kind;
import java.util.Set;

/**
 * Evaluates expressions: all that their operands carry. Reads each token once; a cursor says how
 * far. Used by one thread.
 */
final class Operands {
  private static final Set<String> COMPARES =
      Set.of("==", "!=", "<", ">", "<=", ">=", "&&", "||", "instanceof", "!");

  private final Reading reading;
  private final Program program;
  private final Calls calls;
  private final Functions functions;
  private final Types types;
  private final Creations creations;
  private final Applications applications;
  private int cursor;

  Operands(Reading reading, Functions functions) {
    this.reading = reading;
    this.program = reading.program();
    this.functions = functions;
    this.calls = new Calls(reading, this);
    this.types = new Types(reading);
    this.creations = new Creations(reading, this, functions, types);
    this.applications = new Applications(reading, this, functions, types, creations);
  }

  Calls calls() {
    return calls;
  }

  /** How far was read: just behind the operand that was evaluated last. */
  int cursor() {
    return cursor;
  }

  void moveTo(int next) {
    cursor = next;
  }

  /** What {@code value}, which ends at the cursor, carries with all that is applied to it. */
  Value follow(Value value, String type, String name, int to) {
    return applications.follow(value, type, name, to);
  }

  /** What the expression in {@code [from, to)} carries. */
  Value value(int from, int to) {
    int before = cursor;
    if (to <= from || !reading.descend(1)) {
      return Value.NONE;
    }
    Value value = sum(from, to);
    reading.ascend();
    cursor = before;
    return value;
  }

  private Value sum(int from, int to) {
    Value result = Value.NONE;
    boolean joined = false;
    boolean added = false;
    boolean scheme = false;
    boolean compared = false;
    boolean first = true;
    boolean body = false;
    int i = from;
    while (i < to) {
      Token token = program.token(i);
      int next = i + 1;
      body |= token.opensBody();
      if (token.is("+")) {
        joined = true;
        added = true;
      } else if (COMPARES.contains(token.text()) && token.kind() != Kind.STRING) {
        compared = true;
      } else if (token.is("?") && reading.java()) {
        result = Value.NONE;
        compared = false;
        first = true;
      } else if (token.kind() != Kind.OPERATOR || token.is("(") || token.is("[") || token.is("{")) {
        Value operand = chain(i, to);
        next = Math.max(i + 1, cursor);
        boolean fixed = first && !operand.any() && program.token(next).is("+");
        result = first ? start(operand, fixed) : join(result, operand, added && !scheme);
        scheme = first && token.kind() == Kind.STRING && !operand.is(Value.HOST);
        first = false;
        added = false;
      }
      i = next;
    }
    if (compared) {
      return Value.NONE;
    }
    boolean composed = joined && !body && result.is(Value.TEXT);
    Value whole = composed ? result.composed() : result;
    return joined && result.is(Value.HOST) ? whole.without(Marks.of("REQUEST")) : whole;
  }

  /* "https://api.acme.dev/" + path and base + path: the host is not the caller's. Of what is joined
  only what comes first, or behind a bare scheme, chooses where a request goes. */
  private static Value start(Value operand, boolean fixed) {
    boolean scheme = operand.is(Value.TEXT) && !operand.is(Value.HOST);
    return fixed && !scheme ? operand.about(operand.about() | Value.HOST) : operand;
  }

  private static Value join(Value left, Value right, boolean behind) {
    int first = Value.HOST | Value.ROOTED;
    Value next = behind ? right.without(Marks.of("REQUEST")) : right;
    return left.or(next.about(next.about() & ~first));
  }

  /** What the operand that starts at {@code i} carries, with all that is applied to it. */
  private Value chain(int i, int to) {
    Token token = program.token(i);
    if (!reading.descend(1)) {
      cursor = i + 1;
      return Value.NONE;
    }
    Value value;
    if (token.kind() == Kind.STRING) {
      cursor = i + 1;
      value = follow(Value.text(Constants.about(token.text())), "String", "", to);
    } else if (token.is("(")) {
      value = group(i, to);
    } else if (token.is("[")) {
      value = creations.slice(i, to);
    } else if (token.is("{")) {
      value = creations.elements(i);
      cursor = Math.max(i, program.partner(i)) + 1;
    } else if (token.isName()) {
      value = named(i, to);
    } else {
      cursor = i + 1;
      value = Value.NONE;
    }
    reading.ascend();
    return value;
  }

  private Value group(int i, int to) {
    int close = program.partner(i);
    if (close <= i) {
      cursor = i + 1;
      return Value.NONE;
    }
    if (reading.java() && program.token(close + 1).is("->")) {
      cursor = functions.lambda(i + 1, close, close + 2, to);
      return Value.NONE;
    }
    Token next = program.token(close + 1);
    boolean operand = next.isName() || next.kind() == Kind.STRING || next.is("(");
    if (reading.java() && operand && close + 1 < to && !next.is("instanceof")) {
      String type = program.token(i + 1).text();
      Value cast = chain(close + 1, to);
      return reading.words().isNumeric(type) ? Value.NONE : cast;
    }
    Value value = value(i + 1, close);
    cursor = close + 1;
    return follow(value, types.inner(i, close), "", to);
  }

  private Value named(int i, int to) {
    Token token = program.token(i);
    Token next = program.token(i + 1);
    if (reading.java()) {
      if (token.is("new")) {
        return creations.created(i + 1, to);
      }
      if (next.is("->") && !program.token(i - 1).is("case")) {
        cursor = functions.lambda(i, i + 1, i + 2, to);
        return Value.NONE;
      }
      if (token.is("switch") && next.is("(")) {
        int open = program.partner(i + 1) + 1;
        Value arms = program.token(open).is("{") ? arms(open) : Value.NONE;
        cursor = Math.max(open, program.partner(open)) + 1;
        return arms;
      }
    } else if (token.is("func")) {
      cursor = functions.literal(i);
      return follow(Value.NONE, "func", "", to);
    } else if (token.is("map") && next.is("[")) {
      return creations.slice(i + 1, to);
    } else if ((token.is("struct") || token.is("interface")) && next.is("{")) {
      cursor = Math.max(i + 1, program.partner(i + 1)) + 1;
      return program.token(cursor).is("{")
          ? follow(Value.NONE, "Struct", "Struct", to)
          : Value.NONE;
    }
    cursor = i + 1;
    if (token.is("range") || token.is("case") || token.is("default") || token.is("throw")) {
      return Value.NONE;
    }
    if (next.is("(") && program.partner(i + 1) > i) {
      Value value = calls.call(i, token.text(), "", "", Value.NONE, i + 1);
      cursor = program.partner(i + 1) + 1;
      return follow(value, calls.resultType(), "", to);
    }
    return follow(variable(token.text()), types.of(token.text()), token.text(), to);
  }

  /* What the arms of a switch that is an expression give. */
  private Value arms(int open) {
    Value all = Value.NONE;
    for (int at = open + 1; at < program.partner(open); at++) {
      if (program.token(at).is("->") && program.enclosing(at) == open) {
        int end = program.endOfExpression(at + 1);
        all = all.or(program.token(at + 1).is("{") ? block(at + 1) : value(at + 1, end));
      }
    }
    return all;
  }

  private Value block(int open) {
    functions.block(open + 1, program.partner(open));
    return Value.NONE;
  }

  private Value variable(String name) {
    Scope scope = reading.scope();
    if (scope.knows(name)) {
      return scope.get(name);
    }
    String owner = reading.unit().owner();
    boolean field = reading.java() && !owner.isEmpty() && reading.names().declares(name);
    return field ? Value.of(Part.of(new Origin.Field(owner + "." + name))) : Value.NONE;
  }
}
