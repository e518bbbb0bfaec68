package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Aliases;
import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the calls of one file hand to functions, and what they get back from the file's own. Used by
 * one thread.
 */
final class Passes {
  private static final int MOST_ARGUMENTS = 6;

  private final Program program;
  private final TaintRules rules;
  private final Expressions expressions;
  private final Summaries summaries;
  private final Aliases aliases;
  private final Map<String, Function> functions = new HashMap<>();
  private final Set<String> only = new HashSet<>();
  private final Map<String, Pass> passes = new LinkedHashMap<>();

  /**
   * A value handed to a function, which is this file's own or may be another's.
   *
   * @param keyword the name it is passed by; empty when it is passed by position
   * @param part the member of an object that it is passed as; empty when it is passed itself
   * @param at the token of the value
   */
  record Pass(
      Taint taint,
      String callee,
      int position,
      String keyword,
      String part,
      boolean local,
      boolean imported,
      int at) {}

  Passes(Program program, TaintRules rules, Expressions expressions, Summaries summaries) {
    this.program = program;
    this.rules = rules;
    this.expressions = expressions;
    this.summaries = summaries;
    this.aliases = program.aliases();
    for (Function function : program.functions()) {
      if (functions.putIfAbsent(function.name(), function) == null) {
        only.add(function.name());
      } else {
        only.remove(function.name());
      }
    }
    functions.remove("");
  }

  /** Forgets what was handed on. */
  void clear() {
    passes.clear();
  }

  /** What is handed on, in the order of the calls. */
  List<Pass> all() {
    return List.copyOf(passes.values());
  }

  /** Gives functions of other files that this file registers what callers say. */
  void register(Handlers handlers) {
    handlers
        .named()
        .forEach(
            (name, at) -> {
              if (!functions.containsKey(name) && aliases.knows(name)) {
                Taint taint = Taint.of("arguments", true, at);
                for (int position = 0; position < MOST_ARGUMENTS; position++) {
                  String callee = aliases.resolve(name);
                  Pass pass = new Pass(taint, callee, position, "", "", false, true, at);
                  passes.put(name + position, pass);
                }
              }
            });
  }

  /** Reads a call's arguments: to a function of this file they go at once. */
  void read(Callee callee, List<int[]> arguments) {
    Function function = functions.get(callee.last());
    for (int position = 0; position < arguments.size(); position++) {
      int from = arguments.get(position)[0];
      boolean keyword = program.token(from).isName() && program.token(from + 1).is("=");
      Taint taint = expressions.value(keyword ? from + 2 : from, arguments.get(position)[1]);
      if (!taint.any()) {
        continue;
      }
      String name = keyword ? program.token(from).text() : "";
      if (function != null && taint.proven()) {
        int slot = keyword ? position(function, name, position) : position;
        summaries.give(callee.last(), slot, taint.passing(from));
      }
      boolean object = program.token(from).is("{") && program.partner(from) > from;
      if (object) {
        parts(callee, position, from);
      } else {
        hand(taint, callee, position, name, "", from);
      }
    }
  }

  /* {key: value, name, ...rest} */
  private void parts(Callee callee, int position, int open) {
    int close = program.partner(open);
    for (int at = open + 1; at < close; at = program.endOfExpression(at) + 1) {
      boolean keyed = program.token(at + 1).is(":");
      boolean rest = program.token(at).is("...");
      int from = keyed ? at + 2 : rest ? at + 1 : at;
      Taint taint = expressions.value(from, Math.min(close, program.endOfExpression(at)));
      if (taint.any()) {
        hand(taint, callee, position, "", rest ? "" : program.token(at).text(), from);
      }
    }
  }

  /* Remembers what other files may have to be asked about, and what this file's parameters reach
   * through its own functions. */
  private void hand(
      Taint taint, Callee callee, int position, String keyword, String part, int from) {
    boolean imported = aliases.knows(program.token(callee.start()).text());
    boolean bare = program.called(callee.open()) == callee.start();
    boolean local = isOwn(callee);
    boolean told = taint.params().isEmpty() && (local || !taint.proven());
    boolean builtin = !local && !imported && (bare || rules.isCommon(callee.last()));
    if (told || builtin) {
      return;
    }
    String key = callee.open() + "/" + position + keyword + "." + part;
    String name = local ? callee.last() : callee.name();
    passes.put(key, new Pass(taint, name, position, keyword, part, local, imported, from));
  }

  /* name(…), this.name(…) and self.name(…) where this file has a function of that name. */
  private boolean isOwn(Callee callee) {
    Token head = program.token(callee.start());
    int name = program.called(callee.open());
    boolean self = (head.is("this") || head.is("self")) && name == callee.start() + 2;
    return (name == callee.start() || self)
        && !aliases.knows(head.text())
        && functions.containsKey(callee.last());
  }

  /* thing.name(…) where this file has the only function of that name, which is no common one. */
  private boolean isMethod(Callee callee) {
    return program.called(callee.open()) > callee.start()
        && !aliases.knows(program.token(callee.start()).text())
        && !rules.isCommon(callee.last())
        && only.contains(callee.last());
  }

  /**
   * What a call of this file's own function gives back: what was seen to be returned, filled with
   * what it is given; empty when nothing was seen.
   */
  Optional<Taint> result(Callee callee) {
    Optional<Taint> seen =
        isOwn(callee) || isMethod(callee) ? summaries.result(callee.last()) : Optional.empty();
    Taint result = seen.orElse(Taint.NONE);
    if (seen.isEmpty() || (result.proven() && result.params().isEmpty())) {
      return seen;
    }
    Function function = functions.get(callee.last());
    List<int[]> arguments = program.arguments(callee.open());
    Taint given = Taint.NONE;
    for (int position = 0; position < arguments.size() && function != null; position++) {
      int from = arguments.get(position)[0];
      boolean keyword = program.token(from).isName() && program.token(from + 1).is("=");
      int slot = keyword ? position(function, program.token(from).text(), position) : position;
      int left =
          result.params().entrySet().stream()
              .filter(p -> p.getKey().function().equals(callee.last()))
              .filter(p -> p.getKey().position() == slot)
              .mapToInt(Map.Entry::getValue)
              .reduce(0, (some, others) -> some | others);
      if (left != 0) {
        Taint value = expressions.value(keyword ? from + 2 : from, arguments.get(position)[1]);
        given = given.or(value.without(Taint.ALL & ~(left & result.classes())));
      }
    }
    Taint whole = result.chosen() ? given.asChosen() : given;
    return Optional.of(result.composed() ? whole.asComposed(result.query()) : whole);
  }

  private static int position(Function function, String name, int otherwise) {
    return function.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .mapToInt(Function.Parameter::position)
        .findFirst()
        .orElse(otherwise);
  }
}
