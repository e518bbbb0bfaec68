package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells the types of what expressions name, as far as one file shows them. */
final class Types {
  private static final Set<String> CONSTANTS =
      Set.of("nil", "null", "true", "false", "iota", "super");
  private static final Pattern TYPE_NAME = Pattern.compile("[A-Z]\\w*");
  private static final Pattern BASIC =
      Pattern.compile("string|byte|rune|any|error|bool|u?int\\d*|float\\d+|interface|struct");
  private static final int LONGEST_ARGUMENTS = 60;

  private final Reading reading;
  private final Program program;

  Types(Reading reading) {
    this.reading = reading;
    this.program = reading.program();
  }

  /** The type of a variable or member, the package or type that a name stands for, or nothing. */
  String of(String name) {
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

  /** The type in {@code ((Type) value)} and {@code (new Type(…))}. */
  String inner(int open, int close) {
    if (program.token(open + 1).is("(") && program.partner(open + 1) == open + 3) {
      return program.token(open + 2).text();
    }
    if (program.token(open + 1).is("new")) {
      return program.token(open + 2).text();
    }
    return close == open + 2 ? of(program.token(open + 1).text()) : "";
  }

  /** The type of the member of that name of what has {@code type}. */
  String member(String type, String member) {
    String known = reading.names().member(member);
    boolean nested = TYPE_NAME.matcher(member).matches() && reading.java();
    return nested ? (type.isEmpty() ? member : type + "." + member) : known;
  }

  /** The type whose members stand in the braces at {@code open}. */
  String literal(int open) {
    String last = program.token(open - 1).text();
    return program.token(open - 2).is(".")
        ? reading.names().plain(program.token(open - 3).text() + "." + last)
        : last;
  }

  /** Whether the brace at {@code open} follows the name of a type and no condition. */
  boolean composes(int open) {
    Token name = program.token(open - 1);
    boolean type = TYPE_NAME.matcher(name.text()).matches() || BASIC.matcher(name.text()).matches();
    boolean generic = name.is("]") || name.is("}");
    return program.partner(open) > open && ((name.isName() && type) || generic);
  }

  /** Just behind the type arguments at {@code from}; {@code from} when they do not end. */
  int afterTypeArguments(int from) {
    int at = from;
    int angles = 0;
    while (at < from + LONGEST_ARGUMENTS) {
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
}
