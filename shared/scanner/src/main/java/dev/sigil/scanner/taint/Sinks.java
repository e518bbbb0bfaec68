package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Judges what of a call's arguments a sink is exposed to, by as much of the sink's {@code when} as
 * the call itself shows; {@link TaintRules.Sink#holds} knows the rest.
 */
final class Sinks {
  private static final Pattern URL_NAME =
      Pattern.compile("(?i).*(ur[li]|endpoint|host|link|href|webhook|address).*");

  private final Program program;
  private final Expressions expressions;

  Sinks(Program program, Expressions expressions) {
    this.program = program;
    this.expressions = expressions;
  }

  /** What reaches the sink in this call; nothing when the call is not of the dangerous kind. */
  Taint reaching(TaintRules.Sink sink, Callee callee, List<int[]> arguments) {
    if (sink.when().equals("receiver")) {
      return expressions.value(callee.start(), callee.open() - 2);
    }
    if (arguments.size() <= sink.argument()) {
      return Taint.NONE;
    }
    int from = arguments.get(sink.argument())[0];
    int to = arguments.get(sink.argument())[1];
    Taint taint = expressions.value(from, to);
    boolean holds =
        switch (sink.when()) {
          case "shell" -> option(callee.open(), "shell");
          case "program" -> !option(callee.open(), "shell");
          case "query" -> !callee.name().startsWith("Promise.");
          case "unsafeLoader" -> !mentions(callee.open(), ".*(Safe|Base)Loader|safe_load");
          case "url" -> mentions(from, to, URL_NAME);
          case "address" -> program.token(from).is("(");
          default -> true;
        };
    return holds ? taint : Taint.NONE;
  }

  private boolean option(int open, String name) {
    for (int i = open; i < program.partner(open); i++) {
      if (program.token(i).is(name)) {
        Token value = program.token(i + 2);
        return value.is("True") || value.is("true") || value.isText();
      }
    }
    return false;
  }

  private boolean mentions(int open, String regex) {
    return mentions(open, program.partner(open), Pattern.compile(regex));
  }

  private boolean mentions(int from, int to, Pattern pattern) {
    for (int i = from; i < to; i++) {
      if (program.token(i).isName() && pattern.matcher(program.token(i).text()).matches()) {
        return true;
      }
    }
    return false;
  }
}
