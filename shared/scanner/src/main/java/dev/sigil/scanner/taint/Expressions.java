package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.code.Token.Kind;
import dev.sigil.scanner.literal.Prefilter;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

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
  private static final int LONGEST_NAME = 10;
  private static final int LONGEST_CONDITION = 200;
  private static final Pattern SQL =
      Pattern.compile(
          "(?i)^\\s*(select|insert\\s+into|update|delete\\s+from|alter\\s+table|pragma|replace\\s+into"
              + "|with\\s+\\w+\\s+as|truncate\\s+table|attach\\s+database|grant\\s+\\w+|analyze\\s+table"
              + "|(create|drop)\\s+(table|index|view|database|schema|user|role)"
              + "|show\\s+(create|tables|columns|databases|schemas|index|grants|proc)"
              + "|explain\\s+(select|analyze))\\b"
              + "|^\\s*(describe|desc|analyze|use|call)\\s+$"
              + "|\\b(match|merge|create)\\s*\\(\\s*\\w*\\s*:"
              + "|\\bwhere\\s+[\\w.]+\\s*(=|like|in\\b|<|>)|\\border\\s+by\\b");
  private static final Prefilter SQL_WORDS = Prefilter.ofPatterns(List.of(SQL.pattern()));
  private static final Pattern HOST =
      Pattern.compile("(?i)[a-z+]+://[^/?#]+[/?#:].*|/.*", Pattern.DOTALL);
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
  private static final Set<String> BESIDE_ADDRESS =
      Set.of("headers", "body", "data", "method", "timeout", "signal", "payload", "content");
  private static final Pattern ADDRESS =
      Pattern.compile("(?i).*(ur[li]|endpoint|path|route|template).*");
  private static final Pattern ADDS =
      Pattern.compile("(?i)^_?(add|append|with|build|make|interpolate|expand|fill|set|complete)");
  private static final Set<String> JOINS = Set.of("join", "resolve", "joinpath");
  private static final Set<String> PREFIXES =
      Set.of(
          "in", "of", "return", "yield", "await", "else", "and", "or", "not", "if", "is", "case",
          "lambda", "typeof", "new", "default", "from");
  private static final Set<String> LENGTHS = Set.of("length", "size", "byteLength");
  private static final Set<String> HARMLESS =
      Set.of("length", "size", "name", "stem", "suffix", "count", "byteLength");

  private final Program program;
  private final TaintRules rules;
  private final Variables variables;
  private final byte[] queries;

  /* Blocks of functions by their first token, with the one behind the last: a callback's body is
   * read where it stands and is not what the callback gives. */
  private final Map<Integer, Integer> bodies = new HashMap<>();

  private final Map<String, Known> known = new HashMap<>();
  private final Function<Callee, Optional<Taint>> results;
  private long work;
  private int depth;
  private boolean exhausted;

  Expressions(
      Program program,
      TaintRules rules,
      Variables variables,
      Function<Callee, Optional<Taint>> results) {
    this.program = program;
    this.rules = rules;
    this.variables = variables;
    this.queries = new byte[program.size()];
    this.results = results;
    program.functions().stream()
        .filter(body -> program.token(body.from()).is("{"))
        .forEach(body -> bodies.put(body.from(), body.to()));
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
        Callee callee = program.callee(i);
        int close = Math.min(to, Math.max(i, program.partner(i)));
        int cleared = callee.name().isEmpty() ? 0 : cleared(callee);
        Optional<Taint> known = callee.name().isEmpty() ? Optional.empty() : results.apply(callee);
        if (JOINS.contains(callee.last()) && callee.name().contains(".")) {
          taint = taint.or(joined(i, close));
          skip = close - i;
        } else if (callee.last().equals("URL")) {
          taint = taint.or(value(i + 1, Math.min(close, program.endOfExpression(i + 1))));
          skip = close - i;
        } else if (cleared == 0 && known.isPresent()) {
          taint = taint.or(known.get());
          skip = close - i;
        } else if (cleared != 0) {
          taint = taint.or(value(i + 1, close).without(cleared));
          skip = close - i;
        } else if (completes(callee)) {
          taint = taint.or(without(value(i + 1, close)));
          skip = close - i;
        }
      } else if (token.is("?") && program.enclosing(i) == program.enclosing(from)) {
        taint = Taint.NONE;
      } else if (token.is("if") && i > from && elseAfter(i, to) > i) {
        skip = elseAfter(i, to) - i;
      } else if (token.is("[") && isElement(i)) {
        int close = Math.min(to, Math.max(i, program.partner(i)));
        taint = taint.or(value(i + 1, close).asChosen());
        skip = close - i;
      } else if (token.isName() && isLabel(i) && BESIDE_ADDRESS.contains(token.text())) {
        int end = Math.min(to, program.endOfExpression(i + 2));
        taint = taint.or(value(i + 2, end).without(TaintClass.REQUEST.bit()));
        skip = Math.max(1, end - i);
      } else if (token.isName() && !isLabel(i)) {
        taint = taint.or(variable(i));
      }
      i += Math.max(1, skip);
    }
    boolean composed = !texts.isEmpty() && joined;
    Taint result = composed && taint.any() ? composed(taint, from, to, texts) : taint;
    result = composed || joined ? addressed(from, to, result) : result;
    return isFixedList(from, to) ? result.without(Taint.PROGRAM) : result;
  }

  /* with_parameters(url, value): an address that is given first and is not the caller's keeps its
   * host, unless addresses are resolved. */
  private boolean completes(Callee callee) {
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
        && !value(callee.open() + 1, last + 1).any();
  }

  /* path.join(root, name): what is put behind another's folder should stay below it. */
  private Taint joined(int open, int close) {
    int first = Math.min(close, program.endOfExpression(open + 1));
    Taint root = value(open + 1, first);
    Taint rest = first < close ? value(first + 1, close) : Taint.NONE;
    return root.any() ? root.or(rest) : rest.asBelow();
  }

  /* What is taken out of a collection is one of its elements, whoever chooses which. */
  private boolean isElement(int open) {
    Token before = program.token(open - 1);
    boolean named = before.isName() && !PREFIXES.contains(before.text());
    return !program.token(open).first() && (named || before.is("]") || before.is(")"));
  }

  private Taint composed(Taint taint, int from, int to, BitSet texts) {
    boolean body = texts.stream().anyMatch(i -> program.token(from + i).opensBody());
    boolean query = texts.stream().anyMatch(i -> isQuery(from + i));
    Taint composed = body ? taint : taint.asComposed(query);
    return query && isIdentifier(from, to) ? composed.asIdentifier() : composed;
  }

  /* MERGE (e:`${label}`): every controlled part is a name between backticks. */
  private boolean isIdentifier(int from, int to) {
    boolean found = false;
    for (int i = from; i < to; i++) {
      if (program.token(i).kind() == Kind.HOLE && program.partner(i) > i) {
        int close = program.partner(i);
        boolean quoted =
            program.token(i - 1).text().endsWith("`")
                && program.token(close + 1).text().startsWith("`");
        boolean controlled = value(i + 1, close).any();
        if (controlled && !quoted) {
          return false;
        }
        found |= controlled;
        i = close;
      }
    }
    return found;
  }

  /* Asked again in each round and for each expression around it, so the answers are kept. */
  private boolean isQuery(int i) {
    if (queries[i] == 0) {
      queries[i] = (byte) (reads(program.token(i).text()) ? 1 : -1);
    }
    return queries[i] > 0;
  }

  private static boolean reads(String text) {
    return !SQL_WORDS.candidates(text).isEmpty() && SQL.matcher(text).find();
  }

  /* What a call leaves of its arguments' danger: by its name, or by what the file's own function
   * of that name was seen to return. */
  private int cleared(Callee callee) {
    if (program.token(program.partner(callee.open()) + 1).is(".")
        && HARMLESS.contains(program.token(program.partner(callee.open()) + 2).text())) {
      return TaintClass.PATH.bit();
    }
    return known(callee.name()).cleared();
  }

  private Taint variable(int i) {
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
    boolean part = member && !program.token(i + 3).is("(");
    Taint whole = variables.get(token.text());
    return part ? variables.judged(whole.member(property)) : whole;
  }

  /* Only paths of Python have a name that leads nowhere; elsewhere it is any property. */
  private boolean harmless(String property) {
    return (program.dialect() == Dialect.PYTHON ? HARMLESS : LENGTHS).contains(property);
  }

  /** What is known of the name at {@code i}, or of the part of it that is taken there. */
  Taint at(int i) {
    return variable(i);
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

  /* "https://api.acme.dev/" + path, BASE + path, `${base}/${path}`: what stands first chooses the
   * host, and the rest does not. */
  private Taint addressed(int from, int to, Taint whole) {
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
        return HOST.matcher(first.text()).matches() ? without(whole) : whole;
      }
      return first.kind() == Kind.HOLE ? led(whole, at + 2, program.partner(at + 1)) : whole;
    }
    if (token.isText()) {
      return HOST.matcher(token.text()).matches() ? without(whole) : whole;
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
    return without(whole).or(value(from, to));
  }

  private static Taint without(Taint whole) {
    return whole.without(TaintClass.REQUEST.bit());
  }

  private boolean isFixedList(int from, int to) {
    return program.token(from).is("[")
        && to > from + 1
        && !value(from + 1, program.endOfExpression(from + 1)).any();
  }
}
