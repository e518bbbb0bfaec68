package dev.sigil.scanner.code;

import dev.sigil.scanner.code.Function.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Finds functions, methods and arrow functions, with types or without. */
final class ScriptFunctions {
  private static final Set<String> NOT_METHODS =
      Set.of(
          "if",
          "for",
          "while",
          "switch",
          "catch",
          "with",
          "return",
          "await",
          "function",
          "typeof",
          "super");
  private static final Set<String> MODIFIERS =
      Set.of("public", "private", "protected", "readonly", "override");
  private static final int DEEPEST_PATTERN = 8;
  private static final int LONGEST_TYPE = 400;
  private static final int LONGEST_HEAD = 40;

  private ScriptFunctions() {}

  static List<Function> find(Program program) {
    List<Function> functions = new ArrayList<>();
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.is("(") && program.partner(i) > i) {
        int body = body(program, i);
        if (body >= 0) {
          functions.add(function(program, i, body));
        }
      } else if (token.is("=>") && program.token(i - 1).isName()) {
        List<Parameter> one = List.of(new Parameter(program.token(i - 1).text(), 0));
        functions.add(
            new Function(nameBefore(program, i - 1), one, i - 1, i + 1, end(program, i + 1)));
      }
    }
    functions.sort(Comparator.comparingInt(Function::from));
    return functions;
  }

  private static Function function(Program program, int open, int body) {
    int head = open;
    boolean arrow = program.token(body - 1).is("=>");
    int named = nameIndex(program, open);
    String name = arrow ? nameBefore(program, open) : program.token(named).text();
    boolean anonymous = !arrow && (name.equals("function") || name.equals("*"));
    if (!arrow && name.equals("constructor")) {
      name = className(program, open);
    }
    if (!arrow) {
      head = named;
    }
    return new Function(
        anonymous ? nameBefore(program, open - 1) : name,
        parameters(program, open + 1, program.partner(open)),
        head,
        body,
        end(program, body));
  }

  /* A constructor is called by the name of its class. */
  private static String className(Program program, int open) {
    int brace = program.enclosing(open);
    for (int at = brace - 1; at > 0 && at > brace - LONGEST_HEAD; at--) {
      if (program.token(at).is("class")) {
        return program.token(at + 1).text();
      }
    }
    return "constructor";
  }

  /* Where the body starts when the parentheses at `open` hold parameters; -1 when they do not. */
  private static int body(Program program, int open) {
    int after = program.partner(open) + 1;
    int name = nameIndex(program, open);
    Token before = program.token(name);
    boolean named = before.isName() && !NOT_METHODS.contains(before.text());
    boolean declared = program.token(name - 1).is("function") || before.is("function");
    int at = after;
    if (program.token(at).is(":")) {
      at = afterType(program, at + 1);
    }
    if (program.token(at).is("=>")) {
      return at + 1;
    }
    boolean block = program.token(at).is("{") && (named || declared);
    return block && (declared || !program.token(name - 1).is(".")) ? at : -1;
  }

  /* The name before `(` or before the type parameters in `name<T, U>(`. */
  private static int nameIndex(Program program, int open) {
    int at = open - 1;
    if (!program.token(at).is(">")) {
      return at;
    }
    while (at > open - LONGEST_TYPE && at > 0 && !program.token(at).is("<")) {
      at--;
    }
    return program.token(at).is("<") ? at - 1 : open - 1;
  }

  /* A type ends before `=>` or before the brace of a body; a brace after `:` `|` `&` `<` `,` is
   * part of the type. */
  private static int afterType(Program program, int from) {
    int at = from;
    int angles = 0;
    while (at < program.size() && at - from < LONGEST_TYPE) {
      Token token = program.token(at);
      Token before = program.token(at - 1);
      boolean typeGoesOn = before.is(":") || before.is("|") || before.is("&") || before.is("=>");
      if (angles <= 0 && !typeGoesOn && (token.is("=>") || token.is("{"))) {
        return at;
      }
      if (token.is(";")
          || token.is(")")
          || token.is("}")
          || (token.is(",") && angles <= 0)
          || token.is("?")) {
        return -1;
      }
      angles += token.is("<") ? 1 : token.is(">") ? -1 : 0;
      at = Math.max(at, program.partner(at)) + 1;
    }
    return -1;
  }

  private static int end(Program program, int body) {
    return program.token(body).is("{") && program.partner(body) > body
        ? program.partner(body) + 1
        : program.endOfExpression(body);
  }

  /* The name in `name = (…) =>`, `name: async (…) =>`, `const name: Type = function (…)`. */
  private static String nameBefore(Program program, int at) {
    int before = at - 1;
    if (program.token(before).is("async")) {
      before--;
    }
    boolean bound = program.token(before).is("=") || program.token(before).is(":");
    return bound && program.token(before - 1).isName() ? program.token(before - 1).text() : "";
  }

  private static List<Parameter> parameters(Program program, int from, int to) {
    List<Parameter> parameters = new ArrayList<>();
    int position = 0;
    for (int at = from; at < to; at = program.endOfExpression(at) + 1) {
      bind(program, at, position++, 0, parameters);
    }
    return parameters;
  }

  /** Adds the names that the pattern at {@code at} binds. */
  private static void bind(
      Program program, int at, int position, int depth, List<Parameter> names) {
    int name = at;
    while (program.token(name).is("...") || MODIFIERS.contains(program.token(name).text())) {
      name++;
    }
    while (program.token(name).is("@") && program.token(name + 1).isName()) {
      name = program.partner(name + 2) > name + 2 ? program.partner(name + 2) + 1 : name + 2;
    }
    Token token = program.token(name);
    if (token.isName()) {
      names.add(new Parameter(token.text(), position));
    } else if ((token.is("{") || token.is("["))
        && program.partner(name) > name
        && depth < DEEPEST_PATTERN) {
      int close = program.partner(name);
      for (int inner = name + 1; inner < close; inner = program.endOfExpression(inner) + 1) {
        boolean renamed = token.is("{") && program.token(inner + 1).is(":");
        bind(program, renamed ? inner + 2 : inner, position, depth + 1, names);
      }
    }
  }
}
