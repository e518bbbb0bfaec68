package dev.sigil.scanner.code;

import dev.sigil.scanner.code.Function.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Finds {@code def}s; a body reaches to the first line that is indented no further. */
final class PythonFunctions {
  private PythonFunctions() {}

  static List<Function> find(Program program) {
    List<Function> functions = new ArrayList<>();
    int decorator = -1;
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.is("@") && token.first() && decorator < 0) {
        decorator = i;
      } else if (token.is("class")) {
        decorator = -1;
      } else if (token.is("def") && program.token(i + 2).is("(")) {
        functions.add(function(program, i, decorator < 0 ? i : decorator));
        decorator = -1;
      }
    }
    return functions;
  }

  private static Function function(Program program, int def, int head) {
    int close = Math.max(def + 2, program.partner(def + 2));
    int colon = close;
    while (colon < program.size() && !program.token(colon).is(":")) {
      colon = Math.max(colon, program.partner(colon)) + 1;
    }
    int start = program.token(def - 1).is("async") ? def - 1 : def;
    return new Function(
        program.token(def + 1).text(),
        parameters(program, def + 3, close),
        head,
        Math.min(colon + 1, program.size()),
        end(program, colon + 1, program.token(start).column()));
  }

  private static int end(Program program, int from, int column) {
    boolean block = program.token(from).first();
    int at = from + 1;
    while (at < program.size()) {
      Token token = program.token(at);
      if (token.first() && program.enclosing(at) < 0 && (!block || token.column() <= column)) {
        return at;
      }
      at++;
    }
    return Math.min(at, program.size());
  }

  private static List<Parameter> parameters(Program program, int from, int to) {
    List<Parameter> parameters = new ArrayList<>();
    int position = 0;
    for (int at = from; at < to; at = program.endOfExpression(at) + 1) {
      int name = at;
      while (program.token(name).is("*") || program.token(name).is("**")) {
        name++;
      }
      String text = program.token(name).text();
      if (program.token(name).isName() && !text.equals("self") && !text.equals("cls")) {
        parameters.add(new Parameter(text, position++));
      }
    }
    return parameters;
  }
}
