package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells parameters that a client fills in by how they are named and read. */
final class ClientArguments {
  private static final Set<String> TELLING =
      Set.of("arguments", "args", "toolArgs", "tool_args", "tool_input", "toolInput", "req");
  private static final Set<String> CHOOSES =
      Set.of(
          "name", "tool", "tool_name", "toolName", "method", "function_name", "fn_name", "action");
  private static final int FEWEST_CHOICES = 2;

  private final Program program;
  private final Registrations registrations;

  ClientArguments(Program program, Registrations registrations) {
    this.program = program;
    this.registrations = registrations;
  }

  /**
   * Whether a parameter's name says that a client filled it in; only in a file that registers. In
   * Python, where a command line's arguments have the same name, it must be read like a dictionary.
   */
  boolean tells(Function function, String parameter) {
    return TELLING.contains(parameter)
        && (registrations.any() || dispatches(function))
        && (program.dialect() == Dialect.SCRIPT || isRead(function, parameter));
  }

  /* call(name, arguments): what to do is chosen by a name that stands beside the arguments. */
  private boolean dispatches(Function function) {
    Set<String> chosen =
        function.parameters().stream()
            .map(Function.Parameter::name)
            .filter(CHOOSES::contains)
            .collect(Collectors.toSet());
    int choices = 0;
    for (int i = function.from(); i < function.to() && !chosen.isEmpty(); i++) {
      boolean names = chosen.contains(program.token(i).text());
      boolean compared = program.token(i + 1).text().startsWith("==");
      choices += names && compared && program.token(i + 2).isText() ? 1 : 0;
      boolean switches = program.token(i - 2).is("switch") || program.token(i - 1).is("match");
      choices += names && switches ? FEWEST_CHOICES : 0;
    }
    return choices >= FEWEST_CHOICES;
  }

  private boolean isRead(Function function, String parameter) {
    for (int i = function.from(); i < function.to(); i++) {
      Token after = program.token(i + 1);
      if (program.token(i).is(parameter)
          && (after.is("[") || (after.is(".") && program.token(i + 2).is("get")))) {
        return true;
      }
    }
    return false;
  }
}
