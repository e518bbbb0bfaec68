package dev.sigil.scanner.code;

import dev.sigil.scanner.code.Function.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Finds {@code def}s; a body reaches to the first line that is indented no further. */
final class PythonFunctions {
  private static final int LONGEST_ANNOTATION = 400;

  private PythonFunctions() {}

  static List<Function> find(Program program) {
    List<Function> functions = new ArrayList<>();
    int[] lines = lines(program);
    int decorator = -1;
    String named = "";
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.is("@") && token.first() && decorator < 0) {
        decorator = i;
      } else if (token.is("class")) {
        decorator = -1;
        named = program.token(i + 1).text(); // a constructor is called by the name of its class
      } else if (token.is("def") && program.token(i + 2).is("(")) {
        boolean makes = program.token(i + 1).is("__init__") && !named.isEmpty();
        String name = makes ? named : program.token(i + 1).text();
        functions.add(function(program, lines, i, decorator < 0 ? i : decorator, name));
        decorator = -1;
      }
    }
    return functions;
  }

  private static Function function(Program program, int[] lines, int def, int head, String name) {
    int close = Math.max(def + 2, program.partner(def + 2));
    int colon = close;
    int limit = Math.min(program.size(), close + LONGEST_ANNOTATION);
    while (colon < limit && !program.token(colon).is(":")) {
      colon = Math.max(colon, program.partner(colon)) + 1;
    }
    int start = program.token(def - 1).is("async") ? def - 1 : def;
    return new Function(
        name,
        parameters(program, def + 3, close),
        head,
        Math.min(colon + 1, program.size()),
        end(program, lines, colon + 1, program.token(start).column()));
  }

  private static int end(Program program, int[] lines, int from, int column) {
    boolean block = program.token(from).first();
    for (int line = next(lines, from + 1); line < lines.length; line++) {
      if (!block || program.token(lines[line]).column() <= column) {
        return lines[line];
      }
    }
    return program.size();
  }

  /* Where statements start. */
  private static int[] lines(Program program) {
    return IntStream.range(0, program.size())
        .filter(i -> program.token(i).first() && program.enclosing(i) < 0)
        .toArray();
  }

  private static int next(int[] lines, int from) {
    int found = Arrays.binarySearch(lines, from);
    return found >= 0 ? found : -found - 1;
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
