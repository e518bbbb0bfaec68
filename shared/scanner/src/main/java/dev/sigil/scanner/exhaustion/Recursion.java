package dev.sigil.scanner.exhaustion;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Tells functions that call themselves, directly or not, on every way through them. */
final class Recursion {
  private static final int DEEPEST = 8;
  private static final Set<String> DECIDES =
      Set.of(
          "if", "elif", "while", "for", "and", "or", "?", "&&", "||", "??", "?.", "switch", "match",
          "case", "try", "with", "yield", "await", "assert", "lambda", "=>");

  private final Program program;

  Recursion(Program program) {
    this.program = program;
  }

  /** Whether every call of {@code function} leads to another call of it. */
  boolean isEndless(Function function) {
    Set<Function> seen = new HashSet<>();
    Function at = function;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Optional<Function> next = next(at);
      if (next.isEmpty()) {
        return false;
      }
      at = next.get();
      if (at.equals(function)) {
        return true;
      }
      if (!seen.add(at)) {
        return false;
      }
    }
    return false;
  }

  private Optional<Function> next(Function function) {
    for (int i = function.from(); i < function.to(); i++) {
      if (DECIDES.contains(program.token(i).text()) || isDeclared(function, i)) {
        return Optional.empty();
      }
      if (program.token(i).is("(")) {
        Callee callee = program.callee(i);
        Optional<Function> local = callee == null ? Optional.empty() : local(callee, i);
        if (local.isPresent()) {
          return local;
        }
      }
    }
    return Optional.empty();
  }

  private boolean isDeclared(Function function, int i) {
    return program.functions().stream()
        .anyMatch(inner -> inner.from() == i && !inner.equals(function));
  }

  /* A bare name means the function of the file, not the method that happens to be called so. */
  private Optional<Function> local(Callee callee, int open) {
    if (callee.start() != open - 1) {
      return Optional.empty();
    }
    return program.functions().stream()
        .filter(function -> function.name().equals(callee.name()) && !isMethod(function))
        .findFirst();
  }

  private boolean isMethod(Function function) {
    for (int i = function.head(); i < function.from(); i++) {
      if (program.token(i).is("self")
          || program.token(i).is("cls")
          || program.token(i).is("this")) {
        return true;
      }
    }
    return program.token(function.head()).text().equals(function.name());
  }
}
