package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Judges what calls give: what the rules say of their names, what the file's own functions were
 * seen to return, and what is done to text and to elements. Used by one thread.
 */
final class CallResults {
  private static final Set<String> JOINS = Set.of("join", "resolve", "joinpath");

  private final Program program;
  private final TaintRules rules;
  private final Expressions expressions;
  private final Addresses addresses;
  private final Elements elements;
  private final Function<Callee, Optional<Taint>> results;
  private final Map<String, Known> known = new HashMap<>();

  /**
   * @param results what a function of the file was seen to return
   */
  CallResults(
      Program program,
      TaintRules rules,
      Expressions expressions,
      Addresses addresses,
      Function<Callee, Optional<Taint>> results) {
    this.program = program;
    this.rules = rules;
    this.expressions = expressions;
    this.addresses = addresses;
    this.results = results;
    this.elements = new Elements(program, callee -> sanitizes(callee.name()) | removed(callee));
  }

  /** What is done to each element of a collection. */
  Elements elements() {
    return elements;
  }

  /**
   * What the rules say of a call by its name.
   *
   * @param sanitizes the classes for which it makes its argument harmless
   * @param cleared the classes that its result is free of
   */
  private record Known(int sanitizes, int cleared) {}

  /** The classes for which a call of {@code callee} makes its argument harmless. */
  int sanitizes(String callee) {
    return known(callee).sanitizes();
  }

  private Known known(String callee) {
    return known.computeIfAbsent(callee, this::look);
  }

  private Known look(String callee) {
    int sanitizes = rules.cleared(program.dialect(), callee);
    boolean reads =
        rules.sinks(program.dialect(), callee).stream()
            .anyMatch(sink -> sink.kind() == TaintClass.PATH || sink.kind() == TaintClass.SQL);
    return new Known(sanitizes, reads ? Taint.ALL & ~TaintClass.DESERIALISATION.bit() : sanitizes);
  }

  /** What a call gives, where that is told by more than what it is called with. */
  Optional<Taint> told(Callee callee, int open, int close) {
    if (callee.name().isEmpty()) {
      return Optional.empty();
    }
    int cleared = cleared(callee);
    Optional<Taint> known = results.apply(callee);
    int changed = changed(callee);
    if (changed != 0) {
      return Optional.of(expressions.value(open + 1, close).without(changed));
    }
    if (cleared == 0 && JOINS.contains(callee.last()) && callee.name().contains(".")) {
      return Optional.of(joined(open, close));
    }
    if (callee.last().equals("URL")) {
      return Optional.of(
          expressions.value(open + 1, Math.min(close, program.endOfExpression(open + 1))));
    }
    if (cleared != 0) {
      return Optional.of(expressions.value(open + 1, close).without(cleared));
    }
    if (addresses.fillsIn(callee)) {
      return Optional.of(Addresses.fixed(expressions.value(open + 1, close)));
    }
    if (known.isEmpty() && addresses.completes(callee)) {
      return Optional.of(Addresses.fixed(expressions.value(open + 1, close)));
    }
    return known;
  }

  /* path.join(root, name): what is put behind another's folder should stay below it. */
  private Taint joined(int open, int close) {
    int first = Math.min(close, program.endOfExpression(open + 1));
    Taint root = expressions.value(open + 1, first);
    Taint rest = first < close ? expressions.value(first + 1, close) : Taint.NONE;
    return root.any() ? root.or(rest) : rest.asBelow();
  }

  /** What is done to what a method is called on: list.map(quote), name.replace(/[^a-z]/g, ''). */
  int made(Callee callee) {
    boolean method = callee.name().contains(".") && program.dialect() == Dialect.SCRIPT;
    if (!method) {
      return 0;
    }
    return callee.last().equals("map") ? elements.mapped(callee.open()) : removed(callee);
  }

  /* What is done to what a function is given: map(quote, list), re.sub('[^a-z]', '', name). */
  private int changed(Callee callee) {
    if (program.dialect() != Dialect.PYTHON) {
      return 0;
    }
    return callee.name().equals("map") ? elements.applied(callee.open()) : removed(callee);
  }

  /* name.replace(/[^a-z]/g, ''), re.sub('[^a-z]', '', name) */
  private int removed(Callee callee) {
    boolean python = program.dialect() == Dialect.PYTHON;
    boolean removes = python ? callee.name().equals("re.sub") : callee.last().equals("replace");
    return removes ? expressions.matches().removed(callee.open()) : 0;
  }

  /* What a call leaves of its arguments' danger: by its name, or by what the file's own function
   * of that name was seen to return. */
  private int cleared(Callee callee) {
    if (expressions.isNamed(callee.open())) {
      return TaintClass.PATH.bit();
    }
    return known(callee.name()).cleared();
  }
}
