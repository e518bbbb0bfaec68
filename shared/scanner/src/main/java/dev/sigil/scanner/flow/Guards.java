package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.taint.TaintClass;

/**
 * Reads conditions for what they rule out. A value that was compared with a list, a pattern or a
 * root is believed from there on, in either branch.
 */
final class Guards {
  private final Reading reading;
  private final Program program;
  private final Operands operands;

  Guards(Reading reading, Operands operands) {
    this.reading = reading;
    this.program = reading.program();
    this.operands = operands;
  }

  /** The condition in {@code [from, to)}, which decides on the block at {@code open}. */
  void condition(int from, int to, int open) {
    int cleared = 0;
    boolean exits = exits(open);
    for (int i = from; i < to; i++) {
      Token token = program.token(i);
      Token next = program.token(i + 1);
      if (token.isText() && (token.text().startsWith("..") || token.text().contains("../"))) {
        cleared |= TaintClass.PATH.bit();
      } else if (token.isText() && exits && !token.text().isEmpty()) {
        compared(i);
      } else if (token.isName()) {
        cleared |= reading.rules().guarded(token.text());
        if (next.is("(")) {
          cleared |= called(i, exits);
        }
      }
    }
    if (cleared != 0) {
      reading.scope().judge(named(from, to), cleared);
    }
  }

  private int called(int i, boolean exits) {
    String name = program.token(i).text();
    int close = Math.max(i + 1, program.partner(i + 1));
    if (reading.rules().judges(name)) {
      return Marks.DANGER;
    }
    if (name.equals("startsWith") || name.equals("HasPrefix")) {
      return startsInside(i, close) ? TaintClass.PATH.bit() : 0;
    }
    boolean contains = name.equals("contains") || name.equals("containsKey");
    if (contains || (name.equals("Contains") && program.token(i - 2).is("slices"))) {
      boolean list = !reading.scope().get(program.token(i - 2).text()).any();
      boolean whole = !program.token(i + 2).isText();
      boolean negated = program.token(operandStart(i - 2) - 1).is("!");
      if (list && whole && negated == exits && program.token(i - 1).is(".")) {
        reading.scope().judge(named(i + 2, close), Marks.DANGER);
      }
    }
    return 0;
  }

  /* root + separator; in Java also a path, which is compared name by name. */
  private boolean startsInside(int i, int close) {
    for (int at = i + 2; at < close; at++) {
      Token token = program.token(at);
      boolean separator = token.isName() && token.text().matches("(?i).*separator.*|sep");
      if (separator || (token.isText() && token.text().matches(".*[/\\\\]"))) {
        return true;
      }
    }
    Value judged = named(i - 2, i - 1);
    String type = reading.scope().type(program.token(i - 2).text());
    boolean text = type.equals("String") || program.token(i - 2).is(")");
    boolean normal = judged.parts().stream().anyMatch(part -> part.has(Marks.NORMAL));
    boolean inline =
        program.token(i - 2).is(")") && program.token(i - 4).text().matches("normalize|toRealPath");
    return reading.java() && ((normal && !text) || inline);
  }

  /* name != "constant", !"constant".equals(name), !name.equals("constant") before the way out */
  private void compared(int text) {
    Token before = program.token(text - 1);
    if (before.is("!=")) {
      reading.scope().judge(operand(text - 2), Marks.DANGER);
    } else if (before.is("(") && program.token(text - 2).text().startsWith("equals")) {
      int start = operandStart(text - 4);
      if (program.token(start - 1).is("!")) {
        reading.scope().judge(named(start, text - 3), Marks.DANGER);
      }
    } else if (before.is("!")
        && program.token(text + 2).text().startsWith("equals")
        && program.token(text + 3).is("(")) {
      reading.scope().judge(named(text + 4, program.partner(text + 3)), Marks.DANGER);
    }
  }

  private Value operand(int end) {
    return named(operandStart(end), end + 1);
  }

  private int operandStart(int end) {
    int at = program.partner(end) < end ? program.partner(end) - 1 : end;
    while (program.token(at - 1).is(".") && program.token(at - 2).isName()) {
      at -= 2;
    }
    return at;
  }

  /** Everything that the names in {@code [from, to)} stand for. */
  private Value named(int from, int to) {
    Value all = Value.NONE;
    for (int i = from; i < to; i++) {
      if (program.token(i).isName()
          && !program.token(i - 1).is(".")
          && reading.scope().knows(program.token(i).text())) {
        int end = i + 1;
        while (end + 1 < to
            && program.token(end).is(".")
            && program.token(end + 1).isName()
            && !program.token(end + 2).is("(")) {
          end += 2;
        }
        all =
            all.or(
                end > i + 1
                    ? operands.value(i, end)
                    : reading.scope().get(program.token(i).text()));
      }
    }
    return all;
  }

  /** Whether what follows the block is not reached from it. */
  boolean leaves(int open) {
    return exits(open, false);
  }

  /* Whether the block ends what it stands in: it returns, throws or goes on with the next. */
  private boolean exits(int open) {
    return exits(open, true);
  }

  private boolean exits(int open, boolean loops) {
    int end = program.token(open).is("{") ? program.partner(open) : program.endOfExpression(open);
    for (int i = open; i < end; i++) {
      Token token = program.token(i);
      if ((token.is("return")
              || token.is("throw")
              || (loops && (token.is("continue") || token.is("break")))
              || token.is("panic")
              || token.is("Exit")
              || token.is("Fatal")
              || token.is("Fatalf"))
          && (program.enclosing(i) == open || !program.token(open).is("{"))) {
        return true;
      }
    }
    return false;
  }
}
