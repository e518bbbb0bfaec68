package dev.sigil.scanner.exhaustion;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
  private final Map<Integer, Function> starts = new HashMap<>();
  private final Map<String, Function> named = new HashMap<>();

  Recursion(Program program) {
    this.program = program;
    for (Function function : program.functions()) {
      starts.put(function.from(), function);
      if (!isMethod(function)) {
        named.putIfAbsent(function.name(), function);
      }
    }
  }

  /** Whether every call of {@code function} leads to another call of it. */
  boolean isEndless(Function function) {
    Set<Integer> seen = new HashSet<>();
    Function at = function;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Optional<Function> next = next(at);
      if (next.isEmpty()) {
        return false;
      }
      at = next.get();
      if (at.from() == function.from()) {
        return true;
      }
      if (!seen.add(at.from())) {
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
    return i != function.from() && starts.containsKey(i);
  }

  /* A bare name means the function of the file, not the method that happens to be called so. */
  private Optional<Function> local(Callee callee, int open) {
    return callee.start() == open - 1
        ? Optional.ofNullable(named.get(callee.name()))
        : Optional.empty();
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
