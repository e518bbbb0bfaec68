package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tools whose description comes from another machine while the server runs. */
final class RemoteDescriptions {
  private static final Set<String> REGISTERS =
      Set.of("tool", "registerTool", "addTool", "add_tool", "register_tool");

  private final Program program;
  private final Behaviour behaviour;

  RemoteDescriptions(Program program, Behaviour behaviour) {
    this.program = program;
    this.behaviour = behaviour;
  }

  List<Pairs.Pair> find() {
    List<Pairs.Pair> found = new ArrayList<>();
    for (int i = 0; program.mentions(REGISTERS) && i < program.size(); i++) {
      int told = told(i);
      if (told >= 0 && isRemote(told)) {
        found.add(
            new Pairs.Pair(
                CovertRules.DESCRIBED_REMOTELY, told, behaviour.values().origin(Mark.REMOTE)));
      }
    }
    return found;
  }

  /* The second argument of a call that registers, description: …, __doc__ = …; else -1. */
  private int told(int i) {
    Token token = program.token(i);
    Token after = program.token(i + 1);
    if (after.is("(") && REGISTERS.contains(token.text()) && program.token(i - 1).is(".")) {
      int second = program.endOfExpression(i + 2) + 1;
      boolean object = program.token(second).is("{");
      return second < program.partner(i + 1) && !object ? second : -1;
    }
    boolean key = token.is("description") && (after.is(":") || after.is("="));
    return (key && isRegistered(i)) || (token.is("__doc__") && after.is("=")) ? i + 2 : -1;
  }

  private boolean isRegistered(int key) {
    int open = program.enclosing(key);
    int call = program.token(open).is("{") ? program.enclosing(open) : open;
    return program.token(call).is("(") && REGISTERS.contains(program.token(call - 1).text());
  }

  private boolean isRemote(int from) {
    int end = program.endOfExpression(from);
    return behaviour.units().startingIn(from, end) < 0
        && behaviour.values().of(from, end).has(Mark.REMOTE);
  }
}
