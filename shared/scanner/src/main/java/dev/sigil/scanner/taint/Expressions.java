package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.code.Token.Kind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Judges what an expression carries: everything its variables do, less what sanitizers, fixed hosts
 * and fixed lists take away. Bounded in work and in depth; beyond, expressions carry nothing and
 * {@link #isExhausted} tells. Used by one thread.
 */
final class Expressions {
  private static final long MOST_WORK = 10_000_000;
  private static final long LEAST_WORK = 500_000;
  private static final long WORK_PER_TOKEN = 100;
  private static final int DEEPEST = 200;
  private static final int LONGEST_CONDITION = 200;
  private static final Set<String> BESIDE_ADDRESS =
      Set.of("headers", "body", "data", "method", "timeout", "signal", "payload", "content");
  private static final Set<String> PREFIXES =
      Set.of(
          "in", "of", "return", "yield", "await", "else", "and", "or", "not", "if", "is", "case",
          "lambda", "typeof", "new", "default", "from");

  private final Program program;
  private final Queries queries;
  private final Members members;
  private final Addresses addresses;

  /* Blocks of functions by their first token, with the one behind the last: a callback's body is
   * read where it stands and is not what the callback gives. */
  private final Map<Integer, Integer> bodies = new HashMap<>();

  private final CallResults calls;
  private final Matches matches;
  private final Shapes shapes;
  private long work;
  private int depth;
  private boolean exhausted;

  Expressions(
      Program program,
      TaintRules rules,
      Variables variables,
      Function<Callee, Optional<Taint>> results) {
    this.program = program;
    this.queries = new Queries(program, this);
    this.shapes = new Shapes(program);
    this.members = new Members(program, variables, shapes);
    this.addresses = new Addresses(program, this);
    this.matches = new Matches(program);
    this.calls = new CallResults(program, rules, this, addresses, results);
    program.functions().stream()
        .filter(body -> program.token(body.from()).is("{"))
        .forEach(body -> bodies.put(body.from(), body.to()));
  }

  /** Whether a bound was hit, so that something may have been missed. */
  boolean isExhausted() {
    return exhausted;
  }

  /** Counts work that was done elsewhere, in tokens, towards the bound. */
  void spend(long tokens) {
    work += tokens;
  }

  /** What the expression in {@code [from, to)} carries. */
  Taint value(int from, int to) {
    work += Math.max(0, to - from);
    if (work > mostWork() || depth > DEEPEST) {
      exhausted = true;
      return Taint.NONE;
    }
    depth++;
    Taint taint = judged(from, to);
    depth--;
    return taint;
  }

  /* Code that is read so often is nested to be read so often; small files end sooner. */
  private long mostWork() {
    return Math.min(MOST_WORK, LEAST_WORK + WORK_PER_TOKEN * program.size());
  }

  private Taint judged(int from, int to) {
    Taint taint = Taint.NONE;
    BitSet texts = new BitSet(0);
    boolean joined = false;
    int i = from;
    while (i < to) {
      Token token = program.token(i);
      int skip = 1;
      if (i > from && token.is("{") && bodies.containsKey(i)) {
        skip = bodies.get(i) - i;
      } else if (token.isText()) {
        texts.set(i - from);
      } else if (token.kind() == Kind.HOLE
          || token.is("+")
          || token.is("%")
          || token.is("format")) {
        joined = true;
      } else if (token.is("(")) {
        int close = Math.min(to, Math.max(i, program.partner(i)));
        Callee callee = program.callee(i);
        Optional<Taint> told = calls.told(callee, i, close);
        int made = calls.made(callee);
        if (made != 0 && callee.start() >= from) {
          Taint receiver = value(callee.start(), program.called(i) - 1);
          taint = value(from, callee.start()).or(receiver.without(made));
          skip = close - i;
        } else if (told.isPresent()) {
          taint = taint.or(told.get());
          skip = close - i;
        }
      } else if (token.is("?") && program.enclosing(i) == program.enclosing(from)) {
        taint = Taint.NONE;
      } else if (token.is("if") && i > from && elseAfter(i, to) > i) {
        skip = elseAfter(i, to) - i;
      } else if (token.is("for") && i > from && program.dialect() == Dialect.PYTHON) {
        Elements.Comprehension all = calls.elements().comprehension(from, i, to);
        taint = taint.or(value(all.in(), all.to()).without(all.cleared()));
        skip = all.to() - i;
      } else if (token.is("[") && isElement(i)) {
        int close = Math.min(to, Math.max(i, program.partner(i)));
        taint = taint.any() && isHeld(i) ? taint : taint.or(value(i + 1, close).asChosen());
        skip = close - i;
      } else if (token.isName() && isLabel(i) && BESIDE_ADDRESS.contains(token.text())) {
        int end = Math.min(to, program.endOfExpression(i + 2));
        taint = taint.or(value(i + 2, end).without(TaintClass.REQUEST.bit()));
        skip = Math.max(1, end - i);
      } else if (token.isName() && !isLabel(i)) {
        taint = taint.or(members.used(i));
      }
      i += Math.max(1, skip);
    }
    boolean composed = !texts.isEmpty() && joined;
    Taint result = composed && taint.any() ? composed(taint, from, to, texts) : taint;
    result = composed || joined ? addresses.addressed(from, to, result) : result;
    return isFixedList(from, to) ? result.without(Taint.PROGRAM) : result;
  }

  /* What is taken out of a collection is one of its elements, whoever chooses which. */
  private boolean isElement(int open) {
    Token before = program.token(open - 1);
    boolean named = before.isName() && !PREFIXES.contains(before.text());
    return !program.token(open).first() && (named || before.is("]") || before.is(")"));
  }

  /* this.configs[name]: what an object was given before is known from there. */
  private boolean isHeld(int open) {
    Token owner = program.token(open - 3);
    return program.token(open - 2).is(".") && (owner.is("this") || owner.is("self"));
  }

  private Taint composed(Taint taint, int from, int to, BitSet texts) {
    boolean body = texts.stream().anyMatch(i -> program.token(from + i).opensBody());
    boolean query = texts.stream().anyMatch(i -> queries.isQuery(from + i));
    Taint composed = body ? taint : taint.asComposed(query);
    return query && queries.isIdentifier(from, to) ? composed.asIdentifier() : composed;
  }

  /* The else of `a if condition else b`; -1 when the if filters a comprehension. */
  private int elseAfter(int from, int to) {
    int end = Math.min(to, from + LONGEST_CONDITION);
    for (int i = from + 1; i < end; i = Math.max(i, program.partner(i)) + 1) {
      work++;
      if (program.token(i).is("else")) {
        return i;
      }
    }
    return -1;
  }

  /* A property, a keyword argument or an object's key is not a variable. */
  private boolean isLabel(int i) {
    Token before = program.token(i - 1);
    Token after = program.token(i + 1);
    boolean opens = before.is("{") || before.is(",");
    boolean keyword = after.is("=") && (before.is("(") || before.is(","));
    return before.is(".") || before.is("?.") || keyword || (after.is(":") && opens);
  }

  private boolean isFixedList(int from, int to) {
    return program.token(from).is("[")
        && to > from + 1
        && !value(from + 1, program.endOfExpression(from + 1)).any();
  }

  /** The classes for which a call of {@code callee} makes its argument harmless. */
  int sanitizes(String callee) {
    return calls.sanitizes(callee);
  }

  /** Whether what follows the call at {@code open} leads to no file: the name of a path. */
  boolean isNamed(int open) {
    return members.isNamed(open);
  }

  /** What is known of the name at {@code i}, or of the part of it that is taken there. */
  Taint at(int i) {
    return members.at(i);
  }

  /** The member of a value, less what the schema it was held against rules out. */
  Taint member(Taint whole, String name) {
    return shapes.left(name, whole.member(name));
  }

  /** What the schemas of the file say of arguments. */
  Shapes shapes() {
    return shapes;
  }

  /** What comparing with constants rules out. */
  Matches matches() {
    return matches;
  }
}
