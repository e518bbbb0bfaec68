package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.Set;

/** What the declaration of a parameter says of the values it can have. */
final class Declared {
  private static final int LONGEST = 60;
  private static final Set<String> PLAIN =
      Set.of(
          "int",
          "float",
          "bool",
          "complex",
          "Decimal",
          "UUID",
          "date",
          "datetime",
          "timedelta",
          "Literal");
  private static final Set<String> AROUND = Set.of("Optional", "Annotated", "Union", "None");
  private static final Set<String> INJECTS = Set.of("Depends", "Security");

  private final Program program;

  Declared(Program program) {
    this.program = program;
  }

  /**
   * Whether callers cannot put text into it: frameworks refuse what is not of the declared type,
   * and what a function of the server provides does not come from them.
   *
   * @param at the token of the parameter's name
   */
  boolean isHarmless(Function function, int at) {
    if (program.dialect() != Dialect.PYTHON || at >= function.from()) {
      return false;
    }
    int end = Math.min(program.endOfExpression(at), Math.min(function.from(), at + LONGEST));
    return isProvided(at, end) || (program.token(at + 1).is(":") && isPlain(at + 2, end));
  }

  /* db: Session = Depends(get_db); an empty Depends() fills its type with what the caller sends. */
  private boolean isProvided(int from, int end) {
    for (int i = from; i < end; i++) {
      boolean injects = INJECTS.contains(program.token(i).text()) && program.token(i + 1).is("(");
      if (injects && program.partner(i + 1) > i + 2) {
        return true;
      }
    }
    return false;
  }

  /* int, bool | None, Optional[float], Annotated[int, …], Literal["a", "b"] */
  private boolean isPlain(int from, int end) {
    boolean plain = false;
    for (int i = from; i < end && !program.token(i).is("="); i++) {
      Token token = program.token(i);
      if (token.is("(")) {
        i = Math.max(i, program.partner(i));
      } else if (token.is("Literal") && program.token(i + 1).is("[")) {
        plain = true;
        i = Math.max(i, program.partner(i + 1));
      } else if (token.is(",") && program.token(from).is("Annotated")) {
        return plain;
      } else if (token.isName() && !AROUND.contains(token.text())) {
        boolean module = program.token(i + 1).is(".");
        if (!module && !PLAIN.contains(token.text())) {
          return false;
        }
        plain |= !module;
      } else if (token.isText()) {
        return false;
      }
    }
    return plain;
  }
}
