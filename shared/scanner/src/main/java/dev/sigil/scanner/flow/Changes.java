package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import java.util.List;
import java.util.regex.Pattern;

/** What calls change: what is given to a builder, a collection or behind a pointer stays there. */
final class Changes {
  private static final int LONGEST_CHAIN = 200;
  private static final Pattern SETS = Pattern.compile("set[A-Z]\\w*|with[A-Z]\\w*");
  private static final Pattern WRITES = Pattern.compile("append|insert|Write\\w*");

  private final Reading reading;
  private final Program program;

  Changes(Reading reading) {
    this.reading = reading;
    this.program = reading.program();
  }

  void made(Callee called, Value receiver, List<Value> arguments, List<int[]> ranges, int token) {
    Value given = receiver;
    for (Value argument : arguments) {
      given = given.or(argument);
    }
    Scope scope = reading.scope();
    for (int[] range : ranges) {
      if (program.token(range[0]).is("&") && range[1] == range[0] + 2 && given.any()) {
        scope.add(program.token(range[0] + 1).text(), given.about(0));
      }
    }
    String name = root(token);
    boolean sets = SETS.matcher(called.name()).matches();
    if (!name.isEmpty() && (reading.words().grows(called.name()) || sets)) {
      Value known = scope.get(name);
      Value added = known;
      for (Value argument : arguments) {
        added = added.or(argument.without(Marks.PROGRAM));
      }
      boolean text = added.is(Value.TEXT) && WRITES.matcher(called.name()).matches();
      scope.set(name, text ? added.composed() : added);
    }
  }

  /* The variable at the start of a.b(c).d(e). */
  private String root(int token) {
    int at = token;
    for (int links = 0; links < LONGEST_CHAIN && program.token(at - 1).is("."); links++) {
      at -= 2;
      if (program.partner(at) < at) {
        at = program.partner(at) - 1;
      }
    }
    boolean known = program.token(at).isName() && at < token;
    return known ? program.token(at).text() : "";
  }
}
