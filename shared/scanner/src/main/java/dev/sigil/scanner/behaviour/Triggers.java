package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What acts outside only from a certain day on, or on a certain machine. */
final class Triggers {
  private final Program program;
  private final Behaviour behaviour;

  Triggers(Program program, Behaviour behaviour) {
    this.program = program;
    this.behaviour = behaviour;
  }

  /* if <a day has come or this is a machine>: … something that reaches outside */
  List<Pairs.Pair> find() {
    List<Pairs.Pair> pairs = new ArrayList<>();
    boolean possible = program.mentions(Values.TRIGGERS);
    for (int i = 0; possible && i < program.size(); i++) {
      Token token = program.token(i);
      if (token.is("if") && !program.token(i - 1).is("else")) {
        int from = i + 1;
        int end = condition(from);
        if (behaviour.values().of(from, end).has(Mark.TRIGGER) && acts(i, end)) {
          pairs.add(new Pairs.Pair(PairRules.TRIGGER, i, behaviour.values().origin(Mark.TRIGGER)));
        }
      }
    }
    return pairs;
  }

  private int condition(int from) {
    if (program.token(from).is("(") && program.partner(from) > from) {
      return program.partner(from);
    }
    int end = from;
    while (end < program.size() && end < from + 200 && !program.token(end).is(":")) {
      end = Math.max(end, program.partner(end)) + 1;
    }
    return end;
  }

  /* Whether what the condition guards starts, sends or deletes something, directly or by a call. */
  private boolean acts(int condition, int end) {
    int to = block(condition, end);
    for (Use use : behaviour.uses()) {
      boolean guarded = use.token() > end && use.token() < to;
      if (guarded && harmful(use)) {
        return true;
      }
    }
    for (int i = end; i < to; i++) {
      int unit =
          program.token(i + 1).is("(") ? behaviour.units().named(program.token(i).text()) : -1;
      if (unit > 0) {
        BitSet reached = behaviour.graph().reach(unit);
        if (behaviour.uses().stream().anyMatch(use -> reached.get(use.unit()) && harmful(use))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean harmful(Use use) {
    return use.does(Capability.EXECUTE, Capability.EVALUATE, Capability.SEND, Capability.DELETE);
  }

  private int block(int condition, int end) {
    int brace = program.token(end).is(")") ? end + 1 : end;
    if (program.token(brace).is("{") && program.partner(brace) > brace) {
      return program.partner(brace);
    }
    int column = program.token(condition).column();
    int at = end + 1;
    while (at < program.size()
        && !(program.token(at).first()
            && program.enclosing(at) < 0
            && program.token(at).column() <= column)) {
      at++;
    }
    return at;
  }
}
