package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Answers that list the whole environment, variable by variable. A loop that chooses among them, or
 * that hands them to a program, is none.
 */
final class Listings {
  private static final Set<String> ENVIRONMENTS = Set.of("environ", "env");
  private static final Set<String> CHOOSES = Set.of("if", "continue", "filter", "?");
  private static final Set<String> ADDS = Set.of("push", "append");
  private static final int LONGEST_HEAD = 40;
  private static final int LONGEST_BODY = 200;

  private final Program program;
  private final Units units;

  Listings(Program program, Units units) {
    this.program = program;
    this.units = units;
  }

  List<Pairs.Pair> find() {
    List<Pairs.Pair> found = new ArrayList<>();
    boolean possible = program.mentions(ENVIRONMENTS);
    for (int i = 0; possible && i < program.size(); i++) {
      if (isEnvironment(i) && units.of(i) != Units.FILE && lists(i)) {
        found.add(new Pairs.Pair(PairRules.SECRETS_RETURNED, i, -1));
      }
    }
    return found;
  }

  /* os.environ.items() and Object.entries(process.env), not one variable and not what is asked. */
  private boolean isEnvironment(int i) {
    Token owner = program.token(i - 2);
    Token after = program.token(i + 1);
    boolean python = program.token(i).is("environ") && owner.is("os") && after.is(".");
    boolean script = program.token(i).is("env") && owner.is("process") && after.is(")");
    return (python && program.token(i + 2).is("items"))
        || (script && program.token(program.enclosing(i) - 1).is("entries"));
  }

  private boolean lists(int environment) {
    int loop = environment;
    while (loop > environment - LONGEST_HEAD && !program.token(loop).is("for")) {
      loop--;
    }
    if (!program.token(loop).is("for")) {
      return false;
    }
    int open = program.enclosing(loop);
    if (program.dialect() == Dialect.PYTHON && program.token(open).is("(")) {
      return texts(open, loop) && !chooses(open, program.partner(open)) && answered(open);
    }
    int end = end(loop, environment);
    return !chooses(environment, end) && grows(environment, end);
  }

  private boolean texts(int from, int to) {
    for (int i = from; i < to; i++) {
      if (program.token(i).kind() == Token.Kind.TEMPLATE) {
        return true;
      }
    }
    return false;
  }

  private boolean chooses(int from, int to) {
    for (int i = from; i < to; i++) {
      if (CHOOSES.contains(program.token(i).text())) {
        return true;
      }
    }
    return false;
  }

  /* return "\n".join(… for …) */
  private boolean answered(int open) {
    int start = open;
    while (start > open - LONGEST_HEAD && !program.token(start).first()) {
      start--;
    }
    return program.token(start).is("return");
  }

  private int end(int loop, int environment) {
    int most = Math.min(program.size(), environment + LONGEST_BODY);
    int at = environment;
    if (program.dialect() == Dialect.SCRIPT) {
      while (at < most && !program.token(at).is("{")) {
        at++;
      }
      return Math.min(most, program.partner(at));
    }
    int column = program.token(loop).column();
    while (at < most && !(program.token(at).first() && program.token(at).column() <= column)) {
      at++;
    }
    return at;
  }

  /* text += `${name}=${value}`; lines.append(f"{name}={value}") */
  private boolean grows(int from, int to) {
    for (int i = from; i < to; i++) {
      boolean joins = program.token(i).is("+=");
      boolean adds =
          program.token(i).is("(")
              && ADDS.contains(program.token(i - 1).text())
              && program.arguments(i).size() == 1;
      int name = joins ? i - 1 : i - 3;
      if ((joins || adds) && texts(i, to) && returned(name)) {
        return true;
      }
    }
    return false;
  }

  private boolean returned(int name) {
    int unit = units.of(name);
    for (int i = name; i < program.size(); i++) {
      if (program.token(i).is("return") && units.of(i) == unit) {
        int end = program.endOfExpression(i + 1);
        boolean answer = program.dialect() == Dialect.PYTHON || names(i, end, "text");
        if (answer && names(i, end, program.token(name).text())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean names(int from, int to, String name) {
    for (int i = from; i < to; i++) {
      if (program.token(i).is(name)) {
        return true;
      }
    }
    return false;
  }
}
