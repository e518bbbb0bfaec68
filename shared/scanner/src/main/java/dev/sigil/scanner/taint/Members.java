package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.Set;

/** Reads names: what a variable carries, or the part of it that is taken. */
final class Members {
  private static final Set<String> REQUESTS = Set.of("req", "request", "ctx", "context", "c");
  private static final Set<String> REQUEST_PARTS =
      Set.of(
          "body",
          "query",
          "params",
          "headers",
          "query_params",
          "json",
          "args",
          "form",
          "values",
          "path_params",
          "cookies",
          "get_json",
          "get_data",
          "files",
          "url");
  private static final Set<String> COMPARES = Set.of("==", "===", "!=", "!==");
  private static final Set<String> CONSTANTS =
      Set.of("true", "false", "null", "undefined", "True", "False", "None");
  private static final int LONGEST_CHAIN = 8;
  private static final Set<String> LENGTHS = Set.of("length", "size", "byteLength");
  private static final Set<String> HARMLESS =
      Set.of("length", "size", "name", "stem", "suffix", "count", "byteLength");

  private final Program program;
  private final Variables variables;
  private final Shapes shapes;

  Members(Program program, Variables variables, Shapes shapes) {
    this.program = program;
    this.variables = variables;
    this.shapes = shapes;
  }

  /** What is known of the name at {@code i}, or of the part of it that is taken there. */
  Taint at(int i) {
    Token token = program.token(i);
    Token dot = program.token(i + 1);
    boolean member = dot.is(".") || dot.is("?.");
    String property = member ? program.token(i + 2).text() : "";
    if (member
        && REQUESTS.contains(token.text())
        && REQUEST_PARTS.contains(property)
        && variables.inFunction()) {
      Taint request = variables.get(token.text());
      int cleared = request.proven() ? Taint.ALL & ~request.classes() : 0;
      cleared |= property.equals("url") ? TaintClass.REQUEST.bit() : 0;
      return Taint.of(token.text() + "." + property, true, i).without(cleared);
    }
    if (member && (token.is("self") || token.is("this"))) {
      return variables.get("." + property);
    }
    if (member && harmless(property)) {
      return Taint.NONE;
    }
    String key = key(i);
    boolean part = !key.isEmpty() || (member && !program.token(i + 3).is("("));
    property = key.isEmpty() ? property : key;
    Taint whole = variables.get(token.text());
    return part ? variables.judged(shapes.left(property, whole.member(property))) : whole;
  }

  /* arguments.get("key"), arguments["key"] */
  private String key(int i) {
    boolean got =
        program.token(i + 1).is(".")
            && program.token(i + 2).is("get")
            && program.token(i + 3).is("(")
            && program.token(i + 4).isText();
    if (got) {
      return program.token(i + 4).text();
    }
    boolean taken =
        program.token(i + 1).is("[")
            && program.token(i + 2).isText()
            && program.token(i + 3).is("]");
    return taken ? program.token(i + 2).text() : "";
  }

  /* Only paths of Python have a name that leads nowhere; elsewhere it is any property. */
  private boolean harmless(String property) {
    return (program.dialect() == Dialect.PYTHON ? HARMLESS : LENGTHS).contains(property);
  }

  /** Whether what follows the call at {@code open} leads to no file: the name of a path. */
  boolean isNamed(int open) {
    int close = program.partner(open);
    return program.token(close + 1).is(".") && HARMLESS.contains(program.token(close + 2).text());
  }

  /** What the name at {@code i} gives, less what is done to it there. */
  Taint used(int i) {
    Taint taint = at(i);
    if (!taint.any()) {
      return taint;
    }
    int end = end(i);
    // Compared with a constant, it gives yes or no.
    if (isCompared(end)) {
      return Taint.NONE;
    }
    if (taint.chosen() && isFilled(end)) {
      return Addresses.fixed(taint);
    }
    return doublesQuotes(end) ? taint.without(TaintClass.SQL.bit()) : taint;
  }

  /* Just behind the name at `i` and the properties that are taken of it. */
  private int end(int i) {
    int at = i + 1;
    while (at < i + LONGEST_CHAIN
        && (program.token(at).is(".") || program.token(at).is("?."))
        && program.token(at + 1).isName()) {
      at += 2;
    }
    return at;
  }

  /* Whether what ends at `end` is compared with a constant. */
  private boolean isCompared(int end) {
    Token constant = program.token(end + 1);
    return COMPARES.contains(program.token(end).text())
        && (constant.isText()
            || constant.kind() == Token.Kind.NUMBER
            || CONSTANTS.contains(constant.text()));
  }

  /* Whether quotes in what ends at `end` are doubled, as in name.replace("'", "''"). */
  private boolean doublesQuotes(int end) {
    Token sought = program.token(end + 1);
    Token given = program.token(end + 3);
    boolean quote = (sought.isText() && sought.text().equals("'")) || sought.is("/'/g");
    return isFilled(end) && quote && given.isText() && given.text().equals("''");
  }

  /* Whether something in what ends at `end` is replaced. */
  private boolean isFilled(int end) {
    return program.token(end).is("(") && program.token(end - 1).text().startsWith("replace");
  }
}
