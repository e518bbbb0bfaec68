package dev.sigil.scanner.exhaustion;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The loops of a program and how often constants say that they run. */
final class Loops {
  /* Whoever waits, gives way or ends is no idle loop. */
  private static final Set<String> LEAVES =
      Set.of("break", "return", "raise", "throw", "yield", "await", "exit", "_exit");
  private static final Set<String> GROWS =
      Set.of(
          "append",
          "push",
          "extend",
          "add",
          "print",
          "str",
          "log",
          "len",
          "bytearray",
          "bytes",
          "list",
          "range",
          "alloc",
          "fill",
          "repeat",
          "Array");

  private final Program program;
  private final Map<Integer, List<Loop>> loops = new HashMap<>();

  Loops(Program program) {
    this.program = program;
  }

  /**
   * One loop; positions are tokens.
   *
   * @param from first token of its body
   * @param to just after the last
   * @param endless whether its head says that it never ends
   */
  record Loop(int head, int from, int to, boolean endless) {}

  Optional<Loop> at(int head) {
    return program.dialect() == Dialect.PYTHON ? python(head) : script(head);
  }

  /** The loops of {@code function} around a token. */
  List<Loop> around(Function function, int at) {
    return loops.computeIfAbsent(function.from(), key -> in(function)).stream()
        .filter(loop -> loop.from() <= at && at < loop.to())
        .toList();
  }

  private List<Loop> in(Function function) {
    List<Loop> found = new ArrayList<>();
    for (int i = function.from(); i < function.to(); i++) {
      if (program.token(i).is("for") || program.token(i).is("while")) {
        at(i).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Whether a loop that does not end only counts and collects. */
  boolean isIdle(Loop loop) {
    if (!loop.endless()) {
      return false;
    }
    for (int i = loop.from(); i < loop.to(); i++) {
      Token token = program.token(i);
      boolean called = token.isName() && program.token(i + 1).is("(");
      boolean far = token.is("break") && number(i - 3, i) > 0;
      if ((LEAVES.contains(token.text()) && !far) || (called && !GROWS.contains(token.text()))) {
        return false;
      }
    }
    return true;
  }

  /** The largest number in the head of the loop at {@code head}; 0 when it has none. */
  long count(int head) {
    Optional<Loop> loop = at(head);
    long most = 0;
    for (int i = head + 1; loop.isPresent() && i < loop.get().from(); i++) {
      boolean counts = program.token(i - 1).is("<") || program.token(i - 1).is("<=") || inRange(i);
      most = counts ? Math.max(most, number(i, loop.get().from())) : most;
    }
    return most;
  }

  private boolean inRange(int i) {
    int open = program.enclosing(i);
    return program.token(open).is("(") && program.token(open - 1).is("range");
  }

  /** The product or power that the constants from {@code from} on say; -1 when it is none. */
  long number(int from, int to) {
    double value = -1;
    double base = 0;
    for (int i = from; i < to; i++) {
      Token token = program.token(i);
      if (token.kind() == Token.Kind.NUMBER) {
        double number = parse(token.text());
        boolean power = program.token(i - 1).is("**");
        value = value < 0 ? number : power ? value / base * Math.pow(base, number) : value * number;
        base = number;
      } else if (!token.is("*") && !token.is("**") && !token.is("(") && !token.is(")")) {
        break;
      }
    }
    return (long) value;
  }

  private static double parse(String text) {
    try {
      return Double.parseDouble(text.replace("_", "").replaceAll("[nLl]$", ""));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Optional<Loop> python(int head) {
    int colon = head + 1;
    while (colon < program.size()
        && !(program.token(colon).is(":") && program.enclosing(colon) == program.enclosing(head))) {
      if (program.token(colon).first()) {
        return Optional.empty();
      }
      colon = Math.max(colon, program.partner(colon)) + 1;
    }
    int end = colon + 1;
    int column = program.token(head).column();
    while (end < program.size()
        && !(program.token(end).first() && program.token(end).column() <= column)) {
      end++;
    }
    Token condition = program.token(head + 1);
    boolean endless =
        program.token(head).is("while")
            && (condition.is("True") || condition.text().equals("1"))
            && colon == head + 2;
    return Optional.of(new Loop(head, colon + 1, end, endless));
  }

  private Optional<Loop> script(int head) {
    int open = program.token(head + 1).is("await") ? head + 2 : head + 1;
    int close = program.partner(open);
    if (!program.token(open).is("(") || close < open) {
      return Optional.empty();
    }
    boolean block = program.token(close + 1).is("{");
    int end = block ? program.partner(close + 1) : program.endOfExpression(close + 1);
    boolean always = program.token(open + 1).is("true") && close == open + 2;
    boolean bare = program.token(open + 1).is(";") && program.token(open + 2).is(";");
    return Optional.of(new Loop(head, close + 1, Math.max(end, close + 1), always || bare));
  }
}
