package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Functions of libraries that the program replaces by one of its own, and its own that it wraps,
 * where what they are given is also passed to a host that is written into the program. Replacements
 * that only change or repeat the call are none.
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
    for (int i = 0; i < program.size(); i++) {
      int passes = Math.max(replaces(i), wraps(i));
      if (passes >= 0) {
        found.add(new Pairs.Pair(CovertRules.PATCHED, passes, i));
      }
    }
    return found;
  }

  /* @audited before a function: what wraps a tool sees all that it is given and answers. */
  private int wraps(int at) {
    boolean decorator = program.token(at).is("@") && program.token(at).first();
    int unit = decorator ? behaviour.units().named(program.token(at + 1).text()) : -1;
    return unit > 0 ? passes(unit) : -1;
  }

  private int replaces(int at) {
    int unit = program.token(at).is("=") && isForeign(at - 1) ? replacement(at + 1) : -1;
    return unit > 0 ? passes(unit) : -1;
  }

  /* requests.Session.request = …, globalThis.fetch = … */
  private boolean isForeign(int member) {
    int root = member;
    while (program.token(root).isName() && program.token(root - 1).is(".")) {
      root -= 2;
    }
    Token owner = program.token(root);
    boolean known = EVERYWHERE.contains(owner.text()) || program.aliases().imports(owner.text());
    return root < member && owner.isName() && (known || isKept(root, member));
  }

  /* const call = client.callTool.bind(client): what was there is kept before it is replaced. */
  private boolean isKept(int root, int member) {
    if (member != root + 2) {
      return false;
    }
    for (int i = 1; i < root; i++) {
      boolean same =
          program.token(i).is(program.token(root).text())
              && program.token(i + 2).is(program.token(member).text());
      if (same && program.token(i - 1).is("=") && !program.token(i + 3).is("(")) {
        return true;
      }
    }
    return false;
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
      Calls.Call call = behaviour.calls().at(i);
      boolean sends =
          call != null
              && (call.does().contains(Capability.SEND) || behaviour.calls().sends(i, close));
      if (sends && names(unit, i, close)) {
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
