package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.code.Token.Kind;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells which part of a composed address chooses its host. */
final class Addresses {
  private static final int LONGEST_NAME = 10;
  private static final Pattern HOST =
      Pattern.compile("(?i)[a-z+]+://[^/?#]+[/?#:].*|/.*", Pattern.DOTALL);
  private static final Pattern ADDRESS =
      Pattern.compile("(?i).*(ur[li]|endpoint|path|route|template).*");
  private static final Set<String> REPLACES = Set.of("replace", "replaceAll");
  private static final Pattern HOSTS =
      Pattern.compile("(?i).*(ur[li]|host|domain|base|endpoint).*");
  private static final Pattern ADDS =
      Pattern.compile("(?i)^_?(add|append|with|build|make|interpolate|expand|fill|set|complete)");

  private final Program program;
  private final Expressions expressions;

  Addresses(Program program, Expressions expressions) {
    this.program = program;
    this.expressions = expressions;
  }

  /* with_parameters(url, value): an address that is given first and is not the caller's keeps its
   * host, unless addresses are resolved. */
  /** {@code path.replace("{id}", id)}: what fills a gap of a fixed address chooses no host. */
  boolean fillsIn(Callee callee) {
    if (!REPLACES.contains(callee.last()) || !callee.name().contains(".")) {
      return false;
    }
    int gap = callee.open() + 1;
    int end = program.endOfExpression(gap);
    for (int i = gap; i < end; i++) {
      if (HOSTS.matcher(program.token(i).text()).matches()) {
        return false;
      }
    }
    Token template = program.token(callee.open() - 3);
    return template.isName()
        && ADDRESS.matcher(template.text()).matches()
        && !expressions.value(callee.start(), callee.open() - 2).reaches(TaintClass.REQUEST);
  }

  boolean completes(Callee callee) {
    if (!ADDS.matcher(callee.last()).find() || callee.last().equals("urljoin")) {
      return false;
    }
    int last = callee.open() + 1;
    while (last < callee.open() + LONGEST_NAME && program.token(last + 1).is(".")) {
      last += 2;
    }
    Token name = program.token(last);
    return name.isName()
        && program.token(last + 1).is(",")
        && ADDRESS.matcher(name.text()).matches()
        && !expressions.value(callee.open() + 1, last + 1).any();
  }

  /* "https://api.acme.dev/" + path, BASE + path, `${base}/${path}`: what stands first chooses the
   * host, and the rest does not. */
  Taint addressed(int from, int to, Taint whole) {
    int at = from;
    while (program.token(at).is("(")
        || program.token(at).is("await")
        || program.token(at).is("new")) {
      at++;
    }
    Token token = program.token(at);
    if (token.kind() == Kind.TEMPLATE) {
      Token first = program.token(at + 1);
      if (first.kind() == Kind.CHUNK) {
        return HOST.matcher(first.text()).matches() ? fixed(whole) : whole;
      }
      return first.kind() == Kind.HOLE ? led(whole, at + 2, program.partner(at + 1)) : whole;
    }
    if (token.isText()) {
      return HOST.matcher(token.text()).matches() ? fixed(whole) : whole;
    }
    int plus = at;
    while (plus < to && !program.token(plus).is("+") && !endsOperand(plus)) {
      plus = Math.max(plus, program.partner(plus)) + 1;
    }
    return token.isName() && program.token(plus).is("+") && plus < to
        ? led(whole, at, plus)
        : whole;
  }

  private boolean endsOperand(int at) {
    return program.token(at).is(",") || program.token(at).is("?") || program.token(at).is(")");
  }

  private Taint led(Taint whole, int from, int to) {
    return fixed(whole).or(expressions.value(from, to));
  }

  /** {@code whole}, where the host is not the caller's. */
  static Taint fixed(Taint whole) {
    return whole.without(TaintClass.REQUEST.bit());
  }
}
