package dev.sigil.scanner.code;

import dev.sigil.scanner.code.Function.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds methods and constructors of Java that have a body. */
final class JavaFunctions {
  private static final Set<String> NOT_TYPES =
      Set.of(
          "new",
          "return",
          "else",
          "throw",
          "record",
          "case",
          "yield",
          "assert",
          "do",
          "instanceof");
  private static final Set<String> NOT_METHODS =
      Set.of(
          "if",
          "for",
          "while",
          "switch",
          "catch",
          "synchronized",
          "try",
          "super",
          "this",
          "return");
  private static final int LONGEST_HEAD = 400;
  private static final int LONGEST_THROWS = 60;

  private JavaFunctions() {}

  static List<Function> find(Program program) {
    List<Function> functions = new ArrayList<>();
    Set<String> types = new HashSet<>();
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.is("class") || token.is("record") || token.is("enum")) {
        types.add(program.token(i + 1).text());
      } else if (token.is("(") && declares(program, i, types)) {
        int body = body(program, program.partner(i) + 1);
        if (body >= 0) {
          int end = program.partner(body) > body ? program.partner(body) + 1 : program.size();
          String name = program.token(i - 1).text();
          functions.add(new Function(name, parameters(program, i), head(program, i), body, end));
        }
      }
    }
    return functions;
  }

  private static boolean declares(Program program, int open, Set<String> types) {
    Token name = program.token(open - 1);
    Token before = program.token(open - 2);
    if (!name.isName() || NOT_METHODS.contains(name.text()) || program.partner(open) <= open) {
      return false;
    }
    boolean typed = before.isName() && !NOT_TYPES.contains(before.text());
    boolean constructs = types.contains(name.text()) && !before.is("new") && !before.is(".");
    return typed || before.is(">") || before.is("]") || constructs;
  }

  private static int body(Program program, int from) {
    int at = from;
    if (program.token(at).is("throws")) {
      while (at < from + LONGEST_THROWS
          && (program.token(at).isName()
              || program.token(at).is(",")
              || program.token(at).is("."))) {
        at++;
      }
    }
    return program.token(at).is("{") ? at : -1;
  }

  /* Back over type, modifiers and annotations. */
  private static int head(Program program, int open) {
    int at = open - 1;
    int limit = Math.max(0, open - LONGEST_HEAD);
    while (at > limit) {
      Token before = program.token(at - 1);
      if (before.is(";") || before.is("{") || before.is("}")) {
        return at;
      }
      at = before.is(")") || before.is("]") ? program.partner(at - 1) : at - 1;
    }
    return at;
  }

  private static List<Parameter> parameters(Program program, int open) {
    List<Parameter> parameters = new ArrayList<>();
    int close = program.partner(open);
    int from = open + 1;
    int angles = 0;
    for (int at = open + 1; at <= close; at = Math.max(at, program.partner(at)) + 1) {
      Token token = program.token(at);
      angles += token.is("<") ? 1 : token.is(">") ? -1 : 0;
      if ((at == close || (token.is(",") && angles <= 0)) && at > from) {
        parameters.add(parameter(program, from, at, parameters.size()));
        from = at + 1;
      }
    }
    return parameters;
  }

  private static Parameter parameter(Program program, int from, int to, int position) {
    int name = to - 1;
    while (name > from && !program.token(name).isName()) {
      name--;
    }
    StringBuilder type = new StringBuilder();
    for (int i = from; i < Math.min(name, from + LONGEST_HEAD); i++) {
      Token token = program.token(i);
      type.append(token.text()).append(token.isName() ? " " : "");
    }
    return new Parameter(program.token(name).text(), position, type.toString().strip());
  }
}
