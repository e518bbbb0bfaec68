package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.List;

/**
 * Whether a call may be given what its tool was given. It is not where constants, what the program
 * asks of its libraries, and parameters that only ever are such constants are all that it gets.
 */
final class Handed {
  private final Program program;
  private final Behaviour behaviour;

  Handed(Program program, Behaviour behaviour) {
    this.program = program;
    this.behaviour = behaviour;
  }

  boolean holds(Use use) {
    int open = use.token() + 1;
    int close = program.partner(open);
    for (int i = open + 1; i < close; i++) {
      if (program.token(i).isName() && !isLabel(i) && !isAsked(i) && !isConstant(use.unit(), i)) {
        return true;
      }
    }
    return close <= open;
  }

  private boolean isLabel(int i) {
    Token after = program.token(i + 1);
    return after.is("=") || after.is(":");
  }

  /* platform.system() and str(…), as far as no argument of it is any */
  private boolean isAsked(int i) {
    int root = i;
    while (program.token(root - 1).is(".")) {
      root -= 2;
    }
    int last = i;
    while (program.token(last + 1).is(".")) {
      last += 2;
    }
    boolean called = program.token(last + 1).is("(");
    boolean library = root == last || program.aliases().imports(program.token(root).text());
    return called && library;
  }

  private boolean isConstant(int unit, int i) {
    if (unit == Units.FILE || !behaviour.units().isParameter(unit, program.token(i).text())) {
      return false;
    }
    Function function = behaviour.units().function(unit);
    int position =
        function.parameters().stream()
            .filter(parameter -> parameter.name().equals(program.token(i).text()))
            .mapToInt(Function.Parameter::position)
            .findFirst()
            .orElse(-1);
    return position >= 0 && isOnlyGivenConstants(function, position);
  }

  private boolean isOnlyGivenConstants(Function function, int position) {
    boolean called = false;
    for (int i = 0; i + 1 < program.size(); i++) {
      boolean call = program.token(i).is(function.name()) && program.token(i + 1).is("(");
      if (call && (i < function.head() || i >= function.from())) {
        List<int[]> given = program.arguments(i + 1);
        boolean constant =
            position < given.size()
                && given.get(position)[1] == given.get(position)[0] + 1
                && program.token(given.get(position)[0]).isText();
        if (!constant) {
          return false;
        }
        called = true;
      }
    }
    return called;
  }
}
