package dev.sigil.scanner.code;

import dev.sigil.scanner.code.Function.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Finds functions, methods and function literals of Go. */
final class GoFunctions {
  private static final int LONGEST_RESULT = 200;

  private GoFunctions() {}

  static List<Function> find(Program program) {
    List<Function> functions = new ArrayList<>();
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i).is("func")) {
        function(program, i, functions);
      }
    }
    return functions;
  }

  private static void function(Program program, int func, List<Function> functions) {
    List<Parameter> parameters = new ArrayList<>();
    int at = func + 1;
    String name = "";
    if (program.token(at).is("(") && isMethod(program, program.partner(at) + 1)) {
      parameters.addAll(parameters(program, at));
      parameters.replaceAll(receiver -> new Parameter(receiver.name(), -1, receiver.type()));
      at = program.partner(at) + 1;
    }
    if (program.token(at).isName()) {
      name = program.token(at).text();
      at++;
    }
    if (program.token(at).is("[") && program.partner(at) > at) {
      at = program.partner(at) + 1;
    }
    if (!program.token(at).is("(") || program.partner(at) <= at) {
      return;
    }
    int body = body(program, program.partner(at) + 1);
    if (body >= 0) {
      parameters.addAll(parameters(program, at));
      functions.add(new Function(name, parameters, func, body, end(program, body)));
    }
  }

  private static int end(Program program, int body) {
    return program.partner(body) > body ? program.partner(body) + 1 : program.size();
  }

  private static boolean isMethod(Program program, int at) {
    Token name = program.token(at);
    return name.isName() && !name.is("func") && program.token(at + 1).is("(");
  }

  /* Where the brace of the body stands, after the results; -1 when this is only a type. */
  private static int body(Program program, int from) {
    int at = from;
    while (at < from + LONGEST_RESULT && at < program.size()) {
      Token token = program.token(at);
      boolean type = program.token(at - 1).is("interface") || program.token(at - 1).is("struct");
      if (token.is("{") && !type) {
        return at;
      }
      boolean ends = token.first() && at > from;
      if (ends || token.is(",") || token.is(")") || token.is(";") || token.is("=")) {
        return -1;
      }
      at = Math.max(at, program.partner(at)) + 1;
    }
    return -1;
  }

  /* a, b string, c ...int: a name without a type has that of the next one that has one. */
  private static List<Parameter> parameters(Program program, int open) {
    List<int[]> parts = new ArrayList<>();
    int close = program.partner(open);
    for (int at = open + 1; at < close; at = program.endOfExpression(at) + 1) {
      parts.add(new int[] {at, Math.min(close, program.endOfExpression(at))});
    }
    boolean named = parts.stream().anyMatch(part -> isNamed(program, part));
    List<Parameter> parameters = new ArrayList<>();
    String type = "";
    for (int position = parts.size() - 1; position >= 0; position--) {
      int[] part = parts.get(position);
      if (!named) {
        parameters.addFirst(new Parameter("_", position, text(program, part[0], part[1])));
        continue;
      }
      type = part[1] > part[0] + 1 ? text(program, part[0] + 1, part[1]) : type;
      parameters.addFirst(new Parameter(program.token(part[0]).text(), position, type));
    }
    return parameters;
  }

  private static boolean isNamed(Program program, int[] part) {
    return part[1] > part[0] + 1
        && program.token(part[0]).isName()
        && !program.token(part[0] + 1).is(".")
        && !program.token(part[0]).text().matches("func|map|chan|interface|struct")
        && !program.token(part[0] + 1).is("{");
  }

  private static String text(Program program, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < Math.min(to, from + LONGEST_RESULT); i++) {
      text.append(program.token(i).text());
    }
    return text.toString();
  }
}
