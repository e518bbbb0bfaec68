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

  private static final Pattern INTERPRETER =
      Pattern.compile(
          "(\\S*/)?(python[\\d.]*|node|deno|bun|ts-node|tsx|bash|sh|zsh|ruby|perl|php|Rscript|pwsh|powershell|osascript|lua)(\\s|$)");
  private static final int LONGEST_CALL = 200;

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
    if (sink.when().equals("option")) {
      return option(arguments);
    }
    if (arguments.size() <= sink.argument()) {
      return Taint.NONE;
    }
    int from = arguments.get(sink.argument())[0];
    int to = arguments.get(sink.argument())[1];
    if (sink.when().equals("spawns")) {
      return started(callee, arguments);
    }
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

  /** Whether the call starts an interpreter with something that is no constant. */
  boolean interprets(Callee callee, List<int[]> arguments) {
    if (arguments.isEmpty()) {
      return false;
    }
    boolean interpreter = false;
    int close = Math.min(program.partner(callee.open()), callee.open() + LONGEST_CALL);
    for (int i = callee.open() + 1; i < close; i++) {
      Token token = program.token(i);
      if (interpreter && token.isName() && !program.token(i - 1).is(".") && isValue(i)) {
        return true;
      }
      interpreter |= token.isText() && INTERPRETER.matcher(token.text()).lookingAt();
      interpreter |= token.is("executable") || token.is("execPath");
    }
    return false;
  }

  private boolean isValue(int i) {
    Token after = program.token(i + 1);
    return !after.is("=") && !after.is(":") && !after.is("(");
  }

  /* A value that is a whole argument, before which nothing says that options are over. */
  private Taint option(List<int[]> arguments) {
    Taint taint = Taint.NONE;
    for (int[] argument : arguments) {
      Token first = program.token(argument[0]);
      if (first.isText() && first.text().equals("--")) {
        return taint;
      }
      boolean keyword = first.is("*") || (first.isName() && program.token(argument[0] + 1).is("="));
      Taint value = keyword ? Taint.NONE : expressions.value(argument[0], argument[1]);
      taint = taint.or(value.composed() ? Taint.NONE : value);
    }
    return taint;
  }

  /* {command: …}, command=… */
  private Taint started(Callee callee, List<int[]> arguments) {
    int close = Math.min(program.partner(callee.open()), callee.open() + LONGEST_CALL);
    for (int i = callee.open() + 1; i < close && !arguments.isEmpty(); i++) {
      if (program.token(i).is("command")) {
        boolean named = program.token(i + 1).is(":") || program.token(i + 1).is("=");
        return expressions.value(named ? i + 2 : i, program.endOfExpression(i));
      }
    }
    return Taint.NONE;
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
