package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.code.Token.Kind;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Evaluates expressions: all that their operands carry. Reads each token once; a cursor says how
 * far. Used by one thread.
 */
final class Operands {
  private static final Set<String> CONSTANTS =
      Set.of("nil", "null", "true", "false", "iota", "super");
  private static final Set<String> COMPARES =
      Set.of("==", "!=", "<", ">", "<=", ">=", "&&", "||", "instanceof", "!");
  private static final Pattern TYPE_NAME = Pattern.compile("[A-Z]\\w*");
  private static final Pattern BASIC =
      Pattern.compile("string|byte|rune|any|error|bool|u?int\\d*|float\\d+|interface|struct");

  private final Reading reading;
  private final Program program;
  private final Calls calls;
  private final Functions functions;
  private int cursor;

  Operands(Reading reading, Functions functions) {
    this.reading = reading;
    this.program = reading.program();
    this.functions = functions;
    this.calls = new Calls(reading, this);
  }

  Calls calls() {
    return calls;
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
      value = slice(i, to);
    } else if (token.is("{")) {
      value = elements(i);
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
    return follow(value, innerType(i, close), "", to);
  }

  /* The type in ((Type) value) and (new Type(…)). */
  private String innerType(int open, int close) {
    if (program.token(open + 1).is("(") && program.partner(open + 1) == open + 3) {
      return program.token(open + 2).text();
    }
    if (program.token(open + 1).is("new")) {
      return program.token(open + 2).text();
    }
    return close == open + 2 ? type(program.token(open + 1).text()) : "";
  }

  /* []string{…}, [N]T{…}, []byte(…) */
  private Value slice(int i, int to) {
    int at = Math.max(i, program.partner(i)) + 1;
    while (program.token(at).is("[") && program.partner(at) > at) {
      at = program.partner(at) + 1;
    }
    while (program.token(at).is("*")) {
      at++;
    }
    if (!program.token(at).isName() || at >= to) {
      cursor = at;
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
      cursor = program.partner(at + 1) + 1;
      return follow(value, "", "", to);
    }
    cursor = at + 1;
    return program.token(cursor).is("(") ? follow(Value.NONE, "[]", "", to) : Value.NONE;
  }

  /** The elements of a list or the members of an object between braces. */
  private Value elements(int open) {
    Value all = Value.NONE;
    boolean first = true;
    for (int at = open + 1; at < program.partner(open); ) {
      int end = Math.max(at + 1, Math.min(program.partner(open), program.endOfExpression(at)));
      boolean keyed = program.token(at + 1).is(":") && !program.token(at + 2).is(":");
      boolean member = keyed && program.token(at).isName();
      Value element = value(keyed ? at + 2 : at, end);
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

  private Value named(int i, int to) {
    Token token = program.token(i);
    Token next = program.token(i + 1);
    if (reading.java()) {
      if (token.is("new")) {
        return created(i + 1, to);
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
      return slice(i + 1, to);
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
    return follow(variable(token.text()), type(token.text()), token.text(), to);
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

  private Value created(int i, int to) {
    int at = i;
    while (program.token(at + 1).is(".") && program.token(at + 2).isName()) {
      at += 2;
    }
    String type = program.token(at).text();
    at = afterTypeArguments(at + 1);
    Token open = program.token(at);
    if (open.is("(") && program.partner(at) > at) {
      Value value = calls.call(i, "new " + type, "", "", Value.NONE, at);
      cursor = program.partner(at) + 1;
      if (program.token(cursor).is("{") && program.partner(cursor) > cursor) {
        functions.nested(cursor, program.partner(cursor));
        cursor = program.partner(cursor) + 1;
      }
      boolean safe = mentions(at, "SafeConstructor");
      return follow(value, safe ? "Safe" + type : type, "", to);
    }
    while (program.token(at).is("[") && program.partner(at) > at) {
      at = program.partner(at) + 1;
    }
    cursor = at;
    if (program.token(at).is("{") && program.partner(at) > at) {
      Value value = elements(at);
      cursor = program.partner(at) + 1;
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

  private int afterTypeArguments(int from) {
    int at = from;
    int angles = 0;
    while (at < from + 60) {
      angles += program.token(at).is("<") ? 1 : program.token(at).is(">") ? -1 : 0;
      if (angles == 0 && !program.token(at).is(">")) {
        return at;
      }
      if (angles == 0) {
        return at + 1;
      }
      at++;
    }
    return from;
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

  /** The type of a variable or member, the package or type that a name stands for, or nothing. */
  private String type(String name) {
    Scope scope = reading.scope();
    if (!scope.type(name).isEmpty()) {
      return scope.type(name);
    }
    if (scope.knows(name) || CONSTANTS.contains(name)) {
      return "";
    }
    if (name.equals("this")) {
      return reading.unit().owner();
    }
    String imported = reading.names().imported(name);
    if (!imported.isEmpty()) {
      return imported;
    }
    String member = reading.names().member(name);
    boolean type = TYPE_NAME.matcher(name).matches();
    return !member.isEmpty() && reading.java() ? member : type && reading.java() ? name : "";
  }

  /* What is applied to a value: .member, .method(…), (…), [index], {members}. */
  private Value follow(Value start, String startType, String startName, int to) {
    Value value = start;
    String type = startType;
    String name = startName;
    while (cursor < to) {
      int at = cursor;
      Token token = program.token(at);
      Token next = program.token(at + 1);
      if (token.is(".") && next.is("(")) {
        boolean numeric = reading.words().isNumeric(program.token(at + 2).text());
        value = numeric ? Value.NONE : value;
        cursor = Math.max(at + 1, program.partner(at + 1)) + 1;
      } else if (token.is(".") && (next.isName() || next.is("<"))) {
        int member = next.is("<") ? afterTypeArguments(at + 1) : at + 1;
        int open = member + 1;
        if (program.token(open).is("[") && program.token(program.partner(open) + 1).is("(")) {
          open = program.partner(open) + 1;
        }
        String text = program.token(member).text();
        if (program.token(open).is("(") && program.partner(open) > open) {
          value = calls.call(member, text, type.isEmpty() ? "?" : type, name, value, open);
          type = calls.resultType();
          cursor = program.partner(open) + 1;
        } else {
          value = calls.member(value, type, name, text);
          type = reading.names().imported(name).isEmpty() ? memberType(type, text) : "";
          cursor = member + 1;
        }
        name = text;
      } else if (token.is("(") && program.partner(at) > at) {
        value = calls.call(at - 1, "", "?", name, value, at);
        type = "";
        cursor = program.partner(at) + 1;
      } else if (token.is("[") && program.partner(at) > at) {
        value = index(value, at);
        cursor = program.partner(at) + 1;
      } else if (token.is("{") && !reading.java() && composes(at)) {
        value = elements(at).about(0);
        type = literalType(at);
        calls.resultType(type);
        cursor = program.partner(at) + 1;
      } else if (token.is(":") && next.is(":") && reading.java()) {
        functions.reference(program.token(at + 2).text());
        cursor = at + 3;
      } else {
        break;
      }
    }
    calls.resultType(type);
    return value;
  }

  private String memberType(String type, String member) {
    String known = reading.names().member(member);
    boolean nested = TYPE_NAME.matcher(member).matches() && reading.java();
    return nested ? (type.isEmpty() ? member : type + "." + member) : known;
  }

  /* A literal follows the name of a type, not a condition. */
  private boolean composes(int open) {
    Token name = program.token(open - 1);
    boolean type = TYPE_NAME.matcher(name.text()).matches() || BASIC.matcher(name.text()).matches();
    boolean generic = name.is("]") || name.is("}");
    return program.partner(open) > open && ((name.isName() && type) || generic);
  }

  private String literalType(int open) {
    String last = program.token(open - 1).text();
    return program.token(open - 2).is(".")
        ? reading.names().plain(program.token(open - 3).text() + "." + last)
        : last;
  }

  /* map[key] is what the map holds; args["name"] is that member of what was passed. */
  private Value index(Value value, int open) {
    Token key = program.token(open + 1);
    Value asked = value(open + 1, program.partner(open));
    if (!value.any() && asked.any()) {
      calls.judge(asked);
    }
    if (key.isText() && program.partner(open) == open + 2) {
      return value.map(part -> part.member(key.text()));
    }
    return value;
  }
}
