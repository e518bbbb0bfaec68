package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What is done to each element of a collection: {@code args.map(quote)}, {@code args.map(a =>
 * quote(a))}, {@code map(quote, args)}, {@code quote(a) for a in args}. Used by one thread.
 */
final class Elements {
  private static final int LONGEST = 400;

  private final Program program;
  private final ToIntFunction<Callee> clears;

  /**
   * A comprehension's end.
   *
   * @param in the first token of what is gone through
   * @param to the token behind it
   * @param cleared the classes that each element is made harmless for
   */
  record Comprehension(int in, int to, int cleared) {}

  /**
   * @param clears the classes for which a call makes what it is given harmless
   */
  Elements(Program program, ToIntFunction<Callee> clears) {
    this.program = program;
    this.clears = clears;
  }

  /** The classes for which {@code list.map(…)} at this parenthesis makes every element harmless. */
  int mapped(int open) {
    int from = open + 1;
    int end = Math.min(program.endOfExpression(from), program.partner(open));
    if (isName(from, end)) {
      return named(from, end);
    }
    int arrow = from;
    while (arrow < end && !program.token(arrow).is("=>")) {
      arrow = Math.max(arrow, program.partner(arrow)) + 1;
    }
    return program.token(arrow).is("=>") && arrow < end
        ? left(names(from, arrow), arrow + 1, end)
        : 0;
  }

  /** The classes for which {@code map(quote, …)} of Python makes every element harmless. */
  int applied(int open) {
    int end = program.endOfExpression(open + 1);
    return isName(open + 1, end) && program.token(end).is(",") ? named(open + 1, end) : 0;
  }

  /**
   * The comprehension whose {@code for} stands at {@code at}, behind the element from {@code from}.
   */
  Comprehension comprehension(int from, int at, int to) {
    int in = at + 1;
    while (in < to && !program.token(in).is("in")) {
      in = Math.max(in, program.partner(in)) + 1;
    }
    int end = in + 1;
    while (end < to && !program.token(end).is("if") && !program.token(end).is("for")) {
      end = Math.max(end, program.partner(end)) + 1;
    }
    return new Comprehension(in + 1, Math.min(to, end), left(names(at + 1, in), from, at));
  }

  private boolean isName(int from, int end) {
    for (int i = from; i < end; i++) {
      if (!program.token(i).isName() && !program.token(i).is(".")) {
        return false;
      }
    }
    return end > from;
  }

  private int named(int from, int end) {
    StringBuilder name = new StringBuilder();
    for (int i = from; i < end; i++) {
      name.append(program.token(i).text());
    }
    String resolved = program.aliases().resolve(name.toString());
    return clears.applyAsInt(new Callee(resolved, from, from));
  }

  private Set<String> names(int from, int to) {
    Set<String> names = new HashSet<>();
    for (int i = from; i < to; i++) {
      if (program.token(i).isName()) {
        names.add(program.token(i).text());
      }
    }
    return names;
  }

  /* What every use of the names is cleared of by the calls around it; a use without one, of nothing. */
  private int left(Set<String> names, int from, int to) {
    int cleared = Taint.ALL;
    Deque<Integer> calls = new ArrayDeque<>();
    for (int i = from; i < Math.min(to, from + LONGEST) && cleared != 0; i++) {
      Token token = program.token(i);
      while (!calls.isEmpty() && program.partner(calls.element()) <= i) {
        calls.pop();
      }
      if (token.is("(") && !program.callee(i).name().isEmpty()) {
        calls.push(i);
      } else if (token.isName() && names.contains(token.text()) && !program.token(i - 1).is(".")) {
        int here = 0;
        for (int call : calls) {
          here |= clears.applyAsInt(program.callee(call));
        }
        cleared &= here;
      }
    }
    return to - from > LONGEST ? 0 : cleared;
  }
}
