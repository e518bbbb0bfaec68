package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;

/**
 * Gives variables what declarations, loops and assignments assign to them. Destructured names all
 * carry what the whole does. Used by one thread.
 */
final class Assignments {
  private static final int LONGEST_BRANCH = 60;

  private final Program program;
  private final Variables variables;
  private final Expressions expressions;

  Assignments(Program program, Variables variables, Expressions expressions) {
    this.program = program;
    this.variables = variables;
    this.expressions = expressions;
  }

  /** After {@code const}, {@code let} or {@code var}. */
  void declare(int from) {
    int equals = from;
    if (program.partner(from) > from) {
      equals = program.partner(from);
    }
    int limit = equals + 60;
    while (equals < limit && !program.token(equals).is("=") && !program.token(equals).is("of")) {
      if (program.token(equals).is(";") || program.token(equals).is(")")) {
        return;
      }
      equals++;
    }
    if (equals >= limit) {
      return;
    }
    Taint taint = expressions.value(equals + 1, program.endOfExpression(equals + 1)).passing(from);
    for (int i = from; i < equals && (i == from || program.partner(from) > from); i++) {
      if (program.token(i).is("=")) {
        i = program.endOfExpression(i + 1) - 1;
        continue;
      }
      boolean renamed = program.token(i + 1).is(":") && program.partner(from) > from;
      if (program.token(i).isName() && !renamed) {
        boolean alias = program.token(i - 1).is(":");
        String part = program.token(alias ? i - 2 : i).text();
        Taint bound = i > from ? variables.judged(expressions.member(taint, part)) : taint;
        variables.set(program.token(i).text(), bound);
      }
    }
  }

  /** The {@code as} of {@code with open(path) as file}; other ones name types and modules. */
  void open(int as) {
    if (program.dialect() != Dialect.PYTHON || !program.token(as - 1).is(")")) {
      return;
    }
    int at = as;
    while (at > as - LONGEST_BRANCH
        && !program.token(at).is("with")
        && !program.token(at).is(",")
        && !program.token(at).is("except")) {
      at = Math.min(at, program.partner(at)) - 1;
    }
    if (program.token(at).is("with") || program.token(at).is(",")) {
      variables.set(program.token(as + 1).text(), expressions.value(at + 1, as).passing(as + 1));
    }
  }

  /** After {@code for}. */
  void loop(int from) {
    int in = from;
    while (in < from + 12 && !program.token(in).is("in") && !program.token(in).is("of")) {
      in++;
    }
    if (in < from + 12) {
      Taint taint = expressions.value(in + 1, program.endOfExpression(in + 1)).passing(from);
      for (int i = from; i < in; i++) {
        if (program.token(i).isName()) {
          variables.set(program.token(i).text(), taint);
        }
      }
    }
  }

  /** name = …, name: type = …, name += …, a, b = …, self.name = …, name[key] = … */
  void assign(int i) {
    int at = i + 1;
    boolean member =
        (program.token(i).is("self") || program.token(i).is("this")) && program.token(at).is(".");
    String name = member ? "." + program.token(i + 2).text() : program.token(i).text();
    at = member ? i + 3 : at;
    boolean element = program.token(at).is("[") && program.partner(at) > at;
    at = element ? program.partner(at) + 1 : at;
    int around = program.enclosing(i);
    if (program.token(around).is("(") || isPattern(around)) {
      return;
    }
    if (program.token(at).is(":") && program.token(i).first()) {
      int limit = at + 12;
      while (at < limit
          && !program.token(at).is("=")
          && (at == i + 1 || !program.token(at).first())) {
        at = Math.max(at, program.partner(at)) + 1;
      }
    }
    if (program.token(at).is("=") || program.token(at).is("+=")) {
      Taint taint = expressions.value(at + 1, program.endOfExpression(at + 1)).passing(i);
      Taint before = variables.get(name);
      boolean grows = element || program.token(at).is("+=");
      Taint both = before.or(grows && !element ? behind(before, taint) : taint);
      boolean reuses = mentions(i, at + 1);
      Taint after =
          element ? both : grows ? both.asComposed(false) : !reuses && isBeside(i) ? both : taint;
      if (reuses) {
        variables.setFrom(program.endOfExpression(at + 1), name, after);
      } else {
        variables.set(name, after);
      }
    } else if (program.token(at).is(",")
        && program.token(i).first()
        && program.token(at + 2).is("=")) {
      Taint taint = expressions.value(at + 3, program.endOfExpression(at + 3)).passing(i);
      variables.set(name, taint);
      variables.set(program.token(at + 1).text(), taint);
    }
  }

  /* const { name = otherwise } = …: what stands there is taken only where there is nothing else. */
  private boolean isPattern(int open) {
    Token before = program.token(open - 1);
    return before.is("const") || before.is("let") || before.is("var");
  }

  /* What is put behind an address that another chose does not choose the host. */
  private static Taint behind(Taint before, Taint added) {
    return before.any() ? added.without(TaintClass.REQUEST.bit()) : added;
  }

  /* Whether the variable is given what is made of what it held. */
  private boolean mentions(int name, int value) {
    int end = Math.min(program.endOfExpression(value), value + LONGEST_BRANCH);
    for (int i = value; i < end; i++) {
      if (program.token(i).is(program.token(name).text())) {
        return true;
      }
    }
    return false;
  }

  /* Under an if: the old value may be there as well. */
  private boolean isBeside(int name) {
    int brace = program.enclosing(name);
    if (program.dialect() == Dialect.SCRIPT) {
      int open = program.partner(brace - 1);
      return program.token(brace).is("{") && open < brace - 1 && program.token(open - 1).is("if");
    }
    int head = head(name);
    while (program.token(head).is("try") && head > name - LONGEST_BRANCH) {
      head = head(head);
    }
    return program.token(name).first() && program.token(head).is("if");
  }

  /* The first token of the line that the block around a name belongs to, in Python. */
  private int head(int name) {
    int head = name - 1;
    while (head > 0
        && head > name - LONGEST_BRANCH
        && !(program.token(head).first()
            && program.token(head).column() < program.token(name).column())) {
      head--;
    }
    return head;
  }
}
