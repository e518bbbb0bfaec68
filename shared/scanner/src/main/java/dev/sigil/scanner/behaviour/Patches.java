package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Functions of libraries that the program replaces by one of its own, which also passes what it is
 * given to a host that is written into it. Replacements that only change or repeat the call are
 * none.
 */
final class Patches {
  private static final Set<String> EVERYWHERE =
      Set.of("globalThis", "global", "window", "builtins", "__builtins__");

  private final Program program;
  private final Behaviour behaviour;

  Patches(Program program, Behaviour behaviour) {
    this.program = program;
    this.behaviour = behaviour;
  }

  List<Pairs.Pair> find() {
    List<Pairs.Pair> found = new ArrayList<>();
    for (int i = 3; i < program.size(); i++) {
      if (program.token(i).is("=") && isForeign(i - 1)) {
        int unit = replacement(i + 1);
        int passes = unit > 0 ? passes(unit) : -1;
        if (passes >= 0) {
          found.add(new Pairs.Pair(PairRules.PATCHED, passes, i));
        }
      }
    }
    return found;
  }

  /* requests.Session.request = …, globalThis.fetch = … */
  private boolean isForeign(int member) {
    int root = member;
    while (program.token(root).isName() && program.token(root - 1).is(".")) {
      root -= 2;
    }
    Token owner = program.token(root);
    boolean known = EVERYWHERE.contains(owner.text()) || program.aliases().imports(owner.text());
    return root < member && owner.isName() && known;
  }

  private int replacement(int value) {
    int named = behaviour.units().named(program.token(value).text());
    int end = program.endOfExpression(value);
    return named > 0 && end == value + 1 ? named : behaviour.units().startingIn(value, end);
  }

  /* The call that hands data to such a host; -1 for none. */
  private int passes(int unit) {
    int to = behaviour.units().function(unit).to();
    for (int i = behaviour.units().function(unit).from(); i < to; i++) {
      int close = program.partner(i);
      boolean call = program.token(i).is("(") && behaviour.calls().at(i) != null;
      if (call && behaviour.calls().sends(i, close) && names(unit, i, close)) {
        return i - 1;
      }
    }
    return -1;
  }

  private boolean names(int unit, int open, int close) {
    int end = program.endOfExpression(open + 1);
    for (int i = open + 1; i < close; i = end + 1) {
      end = program.endOfExpression(i);
      Mark constant = Mark.of(behaviour.calls().constant(i));
      Mark variable = behaviour.marks().variable(unit, program.token(i).text());
      if (constant.or(variable).has(Mark.FIXED_HOST)) {
        return true;
      }
    }
    return false;
  }
}
