package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Clears the variables that a condition judges of the classes that it rules out; which branch then
 * uses them is not looked at. Used by one thread.
 */
final class Conditions {
  private static final int LONGEST_CONDITION = 400;
  private static final int LONGEST_KEPT = 40;
  private static final Set<String> TELLS =
      Set.of("console", "logger", "logging", "log", "print", "warnings");
  private static final Set<String> PLAIN = Set.of("number", "boolean", "bigint");
  private static final Set<String> SCHEME = Set.of("protocol", "scheme");
  private static final Pattern STARTS =
      Pattern.compile(
          "(?i)/?\\^?\\(?(https?\\??|http\\(s\\)\\?|http\\|https)\\)?:?(\\\\?/){0,2}/?i?");
  private static final Pattern WHOM =
      Pattern.compile(
          "(?i)host|domain|private|allow|valid|safe|block|ssrf|internal|local|netloc|origin");
  private static final Set<String> OF_AN_ADDRESS =
      Set.of("hostname", "host", "netloc", "scheme", "protocol", "origin", "port");

  private final Program program;
  private final TaintRules rules;
  private final Variables variables;
  private final Expressions expressions;
  private final Map<String, Integer> guards = new HashMap<>();
  private final Matches matches;

  Conditions(Program program, TaintRules rules, Variables variables, Expressions expressions) {
    this.program = program;
    this.rules = rules;
    this.variables = variables;
    this.expressions = expressions;
    this.matches = expressions.matches();
  }

  /** After {@code if}, {@code elif} or {@code assert}. */
  void guard(int from) {
    int end = end(from);
    if (onlyTells(from, end)) {
      return;
    }
    int cleared = 0;
    for (int i = from; i < end; i++) {
      Token token = program.token(i);
      Token next = program.token(i + 1);
      if (token.isName()) {
        boolean applied = next.is("(") || program.token(i - 1).is("in");
        int judged = isKept(i, end) ? 0 : judged(i, token);
        cleared |= applied || judged != Taint.ALL ? judged : 0;
        boolean listed =
            token.is("in")
                && next.isName()
                && next.text().matches("[A-Z][A-Z0-9_]+")
                && !isEachStart(i, from);
        cleared |= listed ? Taint.ALL : token.is("sep") ? TaintClass.PATH.bit() : 0;
        cleared |=
            token.is("typeof") && PLAIN.contains(program.token(i + 3).text()) ? Taint.ALL : 0;
      } else if (token.isText() && token.text().equals("..")) {
        cleared |= TaintClass.PATH.bit();
      } else if (token.isText() && token.text().equals("-") && starts(i)) {
        cleared |= TaintClass.ARGUMENT.bit();
      }
    }
    cleared |= matches.signs(from, end);
    if (matches.namesHostLoosely(from, end)) {
      cleared &= ~TaintClass.REQUEST.bit();
    } else if (judgesScheme(from, end)) {
      cleared = (cleared & ~TaintClass.REQUEST.bit()) | Taint.PROGRAM;
    }
    if (cleared != 0) {
      clear(from, end, cleared);
    }
  }

  private int judged(int i, Token token) {
    return matches.judged(i).orElseGet(() -> guards.computeIfAbsent(token.text(), rules::guarded));
  }

  /* Of an address, nothing but how it starts: whom it leads to is not asked. */
  private boolean judgesScheme(int from, int end) {
    boolean scheme = false;
    for (int i = from; i < end && !scheme; i++) {
      Token token = program.token(i);
      scheme =
          token.isName()
              ? SCHEME.contains(token.text()) && !program.token(i + 1).is("(")
              : token.kind() != Token.Kind.OPERATOR && STARTS.matcher(token.text()).matches();
    }
    return scheme && !asksWhom(from, end);
  }

  private boolean asksWhom(int from, int end) {
    for (int i = from; i < end; i++) {
      if (program.token(i).isName() && WHOM.matcher(program.token(i).text()).find()) {
        return true;
      }
    }
    return false;
  }

  /* any(path.startswith(p) for p in DENIED): whatever else it starts with is let through. */
  private boolean isEachStart(int in, int from) {
    boolean each = program.token(in - 2).is("for") && program.token(from).is("any");
    for (int i = from; i < in && each; i++) {
      if (program.token(i).is("startswith")) {
        return true;
      }
    }
    return false;
  }

  /* if (files.has(path)) return files.get(path): what was kept is handed out, the rest goes on. */
  private boolean isKept(int has, int end) {
    if (!program.token(has).is("has") || !program.token(end + 1).is("{")) {
      return false;
    }
    String owner = program.token(has - 2).text();
    for (int i = end + 2; i < Math.min(program.partner(end + 1), end + LONGEST_KEPT); i++) {
      if (program.token(i).is(owner)
          && program.token(i + 1).is(".")
          && program.token(i + 2).is("get")) {
        return true;
      }
    }
    return false;
  }

  /* if (bad.test(path)) { console.warn(path); }: who only tells of it goes on with it. */
  private boolean onlyTells(int from, int end) {
    boolean script = program.dialect() == Dialect.SCRIPT;
    int open = program.token(end).is(")") ? end + 1 : end;
    if (!program.token(open).is(script ? "{" : ":")) {
      return false;
    }
    int limit = Math.min(program.size(), open + LONGEST_CONDITION);
    int close = script ? Math.min(limit, program.partner(open)) : limit;
    int statements = 0;
    int at = open + 1;
    while (at < close
        && (script || program.token(at).column() > program.token(from - 1).column())) {
      if (!program.token(at).is(";")) {
        if (!TELLS.contains(program.token(at).text())) {
          return false;
        }
        statements++;
      }
      at = Math.max(at, program.endOfExpression(at)) + (program.token(at).is(";") ? 1 : 0);
    }
    return statements > 0 && !program.token(script ? at + 1 : at).text().matches("else|elif");
  }

  /* value.startsWith("-") */
  private boolean starts(int i) {
    Token called = program.token(program.enclosing(i) - 1);
    return called.is("startsWith") || called.is("startswith");
  }

  private int end(int from) {
    int end = from;
    if (program.token(from).is("(") && program.partner(from) > from) {
      end = Math.min(program.partner(from), from + LONGEST_CONDITION);
      if (program.dialect() == Dialect.SCRIPT) {
        return end;
      }
    }
    int limit = Math.min(program.size(), from + LONGEST_CONDITION);
    while (end < limit && !program.token(end).is(":") && !program.token(end).is("{")) {
      if (end > from && program.token(end).first() && program.enclosing(end) < 0) {
        break;
      }
      end = Math.max(end, program.partner(end)) + 1;
    }
    return end;
  }

  /* Whoever judges the host of an address has judged the address. */
  private static String judged(String source) {
    int part = source.indexOf('#');
    return part >= 0 && OF_AN_ADDRESS.contains(source.substring(part + 1))
        ? source.substring(0, part)
        : source;
  }

  /**
   * Clears what is named in {@code [from, to)}, and all that has the same source: whoever judges
   * {@code parsed} has judged {@code url}, from which it came.
   */
  void clear(int from, int to, int cleared) {
    expressions.spend((long) (to - from) * variables.depth());
    for (int i = from; i < to; i++) {
      boolean part = program.token(i - 1).is(".") || program.token(i - 1).is("?.");
      Taint taint = program.token(i).isName() && !part ? expressions.at(i) : Taint.NONE;
      if (taint.any()) {
        variables.clear(judged(taint.source()), cleared);
      }
    }
  }
}
