package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Servers that turn after they were approved: what a tool says of itself, or does, hangs on how
 * often it was called or on a switch that the program throws itself.
 */
final class Turning {
  private static final Pattern COUNTER =
      Pattern.compile(
          "(?i)_*(count|counter|calls|uses|usage|invocations|interactions)"
              + "|\\w*(call|use|usage|invocation|invoke|execution|interaction|trust)_?(count|counter|counts|level)");
  private static final Pattern BOUND =
      Pattern.compile(
          "(?i).*(limit|too many|quota|exceed|maxim|throttl|retr(y|ies)|wait|attempt).*");
  private static final Pattern SURFACE = Pattern.compile("(?i).*(tool|mcp).*");
  private static final Set<String> COMPARES = Set.of(">", ">=", "==", "===");
  private static final int LARGEST_BLOCK = 600;
  private static final int MOST_CALLS = 100;

  private final Program program;
  private final Units units;
  private final Set<String> counters = new HashSet<>();
  private final Set<String> switched = new HashSet<>();

  Turning(Program program, Units units) {
    this.program = program;
    this.units = units;
  }

  List<Pairs.Pair> find() {
    List<Pairs.Pair> found = new ArrayList<>();
    collect();
    boolean changes = !(counters.isEmpty() && switched.isEmpty());
    for (int i = 0; changes && i < program.size(); i++) {
      if (describes(i) && turns(i + 2)) {
        found.add(new Pairs.Pair(PairRules.DESCRIBED_BY_STATE, i, -1));
      } else if (counted(i) && !isBound(i)) {
        found.add(new Pairs.Pair(PairRules.BY_COUNT, i, -1));
      }
    }
    return found.isEmpty() || serves() ? found : List.of();
  }

  private void collect() {
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      boolean within = token.isName() && units.of(i) != Units.FILE;
      if (within && grows(i) && COUNTER.matcher(token.text()).matches() && !isInLoop(i)) {
        counters.add(token.text());
      }
      Token value = program.token(i + 2);
      if (within && program.token(i + 1).is("=") && (value.is("true") || value.is("True"))) {
        switched.add(token.text());
      }
    }
  }

  private boolean serves() {
    return IntStream.range(0, program.size())
        .mapToObj(program::token)
        .filter(token -> token.isName() || token.isText())
        .anyMatch(token -> SURFACE.matcher(start(token)).matches());
  }

  private static String start(Token token) {
    return token.text().substring(0, Math.min(80, token.text().length())).replace('\n', ' ');
  }

  private boolean grows(int i) {
    Token after = program.token(i + 1);
    Token by = program.token(i + 2);
    return after.is("++")
        || program.token(i - 1).is("++")
        || (after.is("+=") && by.text().equals("1"));
  }

  /* Only the function's own loops count: a server's outermost one reads requests. */
  private boolean isInLoop(int i) {
    Function function = units.function(units.of(i));
    if (program.dialect() == Dialect.SCRIPT) {
      int open = program.enclosing(i);
      while (open > function.from()) {
        int head = program.token(open - 1).is(")") ? program.partner(open - 1) - 1 : open - 1;
        if (loops(head)) {
          return true;
        }
        open = program.enclosing(open);
      }
      return open >= 0 && loops(open - 1);
    }
    int column = program.token(i).column();
    for (int at = i - 1; at > function.from(); at--) {
      Token token = program.token(at);
      if (token.first() && token.column() < column) {
        column = token.column();
        if (loops(at)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean loops(int at) {
    return program.token(at).is("for") || program.token(at).is("while");
  }

  /* description: flag ? "…" : "…" */
  private boolean describes(int i) {
    Token token = program.token(i);
    Token after = program.token(i + 1);
    return (token.is("description") || token.text().equals("tools"))
        && (after.is(":") || after.is("="));
  }

  private boolean turns(int from) {
    int end = Math.min(program.endOfExpression(from), from + LARGEST_BLOCK);
    for (int i = from; i < end; i = Math.max(i, program.partner(i)) + 1) {
      boolean question = program.token(i).is("?");
      boolean condition = program.token(i).is("if") && program.dialect() == Dialect.PYTHON;
      if (question || (condition && i > from)) {
        return names(question ? from : i, question ? i : end, units.of(from));
      }
    }
    return false;
  }

  private boolean names(int from, int to, int unit) {
    for (int i = from; i < to; i++) {
      String name = program.token(i).text();
      if ((switched.contains(name) || counters.contains(name)) && !isOwn(name, unit)) {
        return true;
      }
    }
    return false;
  }

  /* What a function declares itself is new with each call, and no state of the server. */
  private boolean isOwn(String name, int unit) {
    return unit != Units.FILE
        && IntStream.range(1, program.size())
            .anyMatch(
                i ->
                    program.token(i).is(name)
                        && program.token(i - 1).is("let")
                        && units.of(i) == unit);
  }

  /* if count > 2: … */
  private boolean counted(int i) {
    if (!counters.contains(program.token(i).text())
        || !COMPARES.contains(program.token(i + 1).text())
        || units.of(i) == Units.FILE) {
      return false;
    }
    String number = program.token(i + 2).text();
    boolean small = number.matches("[1-9][0-9]?") && Integer.parseInt(number) < MOST_CALLS;
    int at = i - 1;
    while (at > i - 4 && !program.token(at).is("if") && !program.token(at).is("elif")) {
      at--;
    }
    return small && at > i - 4;
  }

  /* A limit says that it is one. */
  private boolean isBound(int i) {
    int end = Math.min(program.size(), i + LARGEST_BLOCK);
    int column = line(i);
    for (int at = i; at < end; at++) {
      Token token = program.token(at);
      if (at > i && token.first() && token.column() <= column) {
        return false;
      }
      if ((token.isText() || token.isName()) && BOUND.matcher(start(token)).matches()) {
        return true;
      }
    }
    return false;
  }

  private int line(int i) {
    int at = i;
    while (at > 0 && !program.token(at).first()) {
      at--;
    }
    return program.token(at).column();
  }
}
