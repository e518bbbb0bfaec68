package dev.sigil.scanner.surface;

import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the code is that handles a tool, as half-open ranges of tokens. */
final class HandlerRanges {
  private final Program program;
  private final Map<String, Function> byName = new HashMap<>();
  private final Map<Integer, Function> byHead = new HashMap<>();
  private final Map<String, int[]> dispatched = new HashMap<>();

  HandlerRanges(Program program) {
    this.program = program;
    for (Function function : program.functions()) {
      byName.putIfAbsent(function.name(), function);
      byHead.putIfAbsent(function.head(), function);
    }
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i).isText()) {
        branch(i);
      }
    }
  }

  /** The function that the expression in {@code [from, to)} is or names. */
  Optional<int[]> expression(int from, int to) {
    for (int i = from; i < Math.min(to, from + 4); i++) {
      Function function = byHead.get(i);
      if (function != null) {
        return range(function);
      }
    }
    int last = from;
    while (program.token(last + 1).is(".")) {
      last += 2;
    }
    return program.token(last).isName() ? named(program.token(last).text()) : Optional.empty();
  }

  /** The function in {@code execute: async (…) => …}, {@code execute(…) {…}}, {@code run: name}. */
  Optional<int[]> member(int key) {
    Function method = byHead.get(key);
    if (method != null) {
      return range(method);
    }
    Token sign = program.token(key + 1);
    return sign.is(":") || sign.is("=")
        ? expression(key + 2, program.endOfExpression(key + 2))
        : named(program.token(key).text());
  }

  /** What runs where the name of the tool that is called equals {@code name}. */
  Optional<int[]> dispatched(String name) {
    return Optional.ofNullable(dispatched.get(name));
  }

  private Optional<int[]> named(String name) {
    return Optional.ofNullable(byName.get(name)).flatMap(HandlerRanges::range);
  }

  private static Optional<int[]> range(Function function) {
    return Optional.of(new int[] {function.from(), function.to()});
  }

  /* case "x": … | if (name === "x") {…} | elif name == "x": … */
  private void branch(int i) {
    Token before = program.token(i - 1);
    if (before.is("case")) {
      int end = i + 1;
      int around = program.enclosing(i);
      while (end < program.size()
          && program.enclosing(end) >= around
          && !(program.enclosing(end) == around && endsCase(end))) {
        end++;
      }
      dispatched.putIfAbsent(program.token(i).text(), new int[] {i + 1, end});
    } else if (before.is("==") || before.is("===")) {
      condition(i).ifPresent(range -> dispatched.putIfAbsent(program.token(i).text(), range));
    }
  }

  private boolean endsCase(int at) {
    return program.token(at).is("case")
        || program.token(at).is("default")
        || program.token(at).is("}");
  }

  private Optional<int[]> condition(int i) {
    int open = program.enclosing(i);
    int after = program.token(open).is("(") ? program.partner(open) + 1 : i + 1;
    if (program.token(after).is("{") && program.partner(after) > after) {
      return Optional.of(new int[] {after + 1, program.partner(after)});
    }
    if (!program.token(after).is(":")) {
      return Optional.empty();
    }
    int start = i;
    while (start > 0 && !program.token(start).first()) {
      start--;
    }
    int end = after + 1;
    while (end < program.size()
        && !(program.token(end).first()
            && program.enclosing(end) < 0
            && program.token(end).column() <= program.token(start).column())) {
      end++;
    }
    return Optional.of(new int[] {after + 1, end});
  }
}
