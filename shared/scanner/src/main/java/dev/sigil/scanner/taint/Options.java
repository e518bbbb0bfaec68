package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.List;
import java.util.regex.Pattern;

/** Tells the values that a program may read as its options, though no shell is between. */
final class Options {
  private static final Pattern OPTIONED =
      Pattern.compile("(/usr/bin/)?(git|grep|rg|ssh|scp|tar|find|rsync|curl|wget)");

  private final Program program;
  private final Expressions expressions;

  Options(Program program, Expressions expressions) {
    this.program = program;
    this.expressions = expressions;
  }

  /** A value that is a whole argument, before which nothing says that options are over. */
  Taint whole(List<int[]> arguments) {
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

  /**
   * A value that is alone among what a program is given whose options run or write something, as in
   * {@code ["git", "log", value]} and {@code "git", ["log", value]}.
   */
  Taint operand(Callee callee, List<int[]> arguments) {
    int first = callee.open() + 1;
    boolean list = program.token(first).is("[");
    Token named = program.token(list ? first + 1 : first);
    if (!named.isText() || !OPTIONED.matcher(named.text()).matches()) {
      return Taint.NONE;
    }
    if (list) {
      return alone(program.arguments(first));
    }
    int second = arguments.size() > 1 ? arguments.get(1)[0] : first;
    if (program.token(second).is("[")) {
      return alone(program.arguments(second));
    }
    return callee.last().equals("create_subprocess_exec") ? alone(arguments) : Taint.NONE;
  }

  /* What follows an option is its value. */
  private Taint alone(List<int[]> arguments) {
    Taint taint = Taint.NONE;
    boolean option = false;
    for (int[] argument : arguments) {
      Token first = program.token(argument[0]);
      if (first.isText() && first.text().equals("--")) {
        return taint;
      }
      boolean single = argument[1] == argument[0] + 1 && first.isName();
      Taint value = single && !option ? expressions.value(argument[0], argument[1]) : Taint.NONE;
      taint = taint.or(value.composed() ? Taint.NONE : value);
      option = first.isText() && first.text().startsWith("-");
    }
    return taint;
  }
}
