package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.code.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads one file from top to bottom, several times: assignments carry what they are given,
 * conditions that judge a value clear it, and calls of the file's own functions carry their
 * arguments along, until a round adds nothing. Branches are read one after the other, so the last
 * assignment counts. Used by one thread.
 */
final class Flow {
  private static final int ROUNDS = 4;
  private static final long MOST_WORK = 10_000_000;
  private static final int DEEPEST = 200;
  private static final int DEEPEST_SCOPE = 40;
  private static final int LONGEST_CONDITION = 400;
  private static final Pattern SQL =
      Pattern.compile(
          "(?i)^\\s*(select|insert\\s+into|update|delete\\s+from|drop\\s+table|create\\s+(table|index|view)"
              + "|alter\\s+table|pragma|replace\\s+into|with\\s+\\w+\\s+as)\\b"
              + "|\\bwhere\\s+[\\w.]+\\s*(=|like|in\\b|<|>)|\\border\\s+by\\b");
  private static final Pattern HOST =
      Pattern.compile("(?i)[a-z+]+://[^/?#]+[/?#:].*|/.*", Pattern.DOTALL);
  private static final Pattern URL_NAME =
      Pattern.compile("(?i).*(ur[li]|endpoint|host|link|href|webhook|address).*");
  private static final Pattern REQUESTS = Pattern.compile("req|request|ctx|context|c");
  private static final Pattern REQUEST_PARTS =
      Pattern.compile(
          "body|query|params|headers|query_params|json|args|form|values|path_params|cookies|get_json");
  private static final Pattern HARMLESS =
      Pattern.compile("length|size|name|stem|suffix|count|byteLength");
  private static final Pattern GROWS =
      Pattern.compile("append|push|extend|insert|add|unshift|update|concat");

  private final Program program;
  private final TaintRules rules;
  private final Handlers handlers;
  private final Aliases aliases;
  private final Map<Integer, Function> starts = new HashMap<>();
  private final Map<String, Function> functions = new HashMap<>();
  private final Map<String, Map<Integer, Taint>> called = new HashMap<>();
  private final Map<String, Taint> returned = new HashMap<>();
  private final Deque<Scope> scopes = new ArrayDeque<>();
  private final Map<Integer, Map<TaintClass, Taint>> found = new TreeMap<>();
  private final Map<String, Integer> guards = new HashMap<>();
  private long work;
  private int depth;
  private boolean exhausted;

  Flow(Program program, TaintRules rules) {
    this.program = program;
    this.rules = rules;
    this.handlers = new Handlers(program);
    this.aliases = Aliases.of(program);
    for (Function function : program.functions()) {
      starts.put(function.from(), function);
      functions.putIfAbsent(function.name(), function);
    }
    functions.remove("");
  }

  /** What reaches what: by the index of the sink's parenthesis. */
  Map<Integer, Map<TaintClass, Taint>> run() {
    for (int round = 0; round < ROUNDS; round++) {
      int known = called.hashCode() * 31 + returned.hashCode();
      found.clear();
      walk();
      if (round > 0 && known == called.hashCode() * 31 + returned.hashCode()) {
        break;
      }
    }
    return found;
  }

  /** Whether a bound was hit, so that something may have been missed. */
  boolean isIncomplete() {
    return exhausted;
  }

  private void walk() {
    scopes.clear();
    scopes.push(new Scope("", program.size()));
    for (int i = 0; i < program.size(); i++) {
      if (exhausted) {
        return;
      }
      while (scopes.size() > 1 && i >= scopes.element().end) {
        scopes.pop();
      }
      Function function = starts.get(i);
      if (function != null && scopes.size() < DEEPEST_SCOPE) {
        enter(function);
      }
      step(i);
    }
  }

  private void enter(Function function) {
    Scope scope = new Scope(function.name(), function.to());
    boolean handler = handlers.isHandler(function);
    Taint passed = function.name().isEmpty() && !handler ? receiver(function) : Taint.NONE;
    boolean inner = function.name().isEmpty() && scopes.size() > 1;
    Map<Integer, Taint> arguments = called.getOrDefault(function.name(), Map.of());
    for (Function.Parameter parameter : function.parameters()) {
      boolean proven = handler || handlers.tells(parameter.name());
      Taint own = inner && !proven ? passed : Taint.of(parameter.name(), proven);
      boolean context = parameter.name().matches("ctx|context|extra|next|res|response|_.*");
      Taint taint =
          context ? Taint.NONE : own.or(arguments.getOrDefault(parameter.position(), Taint.NONE));
      scope.variables.put(parameter.name(), taint);
    }
    scopes.push(scope);
  }

  /* A callback sees the elements of what it is called on: paths.map(p => …). */
  private Taint receiver(Function function) {
    int open = program.enclosing(function.head());
    if (!program.token(open).is("(")) {
      return Taint.NONE;
    }
    Callee callee = Callee.at(program, aliases, open);
    return callee.name().contains(".") ? value(callee.start(), open - 2) : Taint.NONE;
  }

  private void step(int i) {
    Token token = program.token(i);
    if (token.is("(")) {
      call(Callee.at(program, aliases, i));
    } else if (token.is("const") || token.is("let") || token.is("var")) {
      declare(i + 1);
    } else if (token.is("for") && program.token(i + 1).isName()) {
      loop(i + 1);
    } else if (token.is("if") || token.is("elif") || token.is("assert")) {
      guard(i + 1);
    } else if (token.is("return")) {
      returned.merge(
          scopes.element().name, value(i + 1, program.endOfExpression(i + 1)), Taint::or);
    } else if (token.isName() && !program.token(i - 1).is(".")) {
      assign(i);
    }
  }

  private void declare(int from) {
    int equals = from;
    if (program.partner(from) > from) {
      equals = program.partner(from);
    }
    int limit = equals + 60;
    while (equals < limit && !program.token(equals).is("=") && !program.token(equals).is("of")) {
      if (program.token(equals).is(";") || program.token(equals).is(")")) {
        return;
      }
      equals++;
    }
    if (equals >= limit) {
      return;
    }
    Taint taint = value(equals + 1, program.endOfExpression(equals + 1));
    for (int i = from; i < equals && (i == from || program.partner(from) > from); i++) {
      boolean renamed = program.token(i + 1).is(":") && program.partner(from) > from;
      if (program.token(i).isName() && !renamed) {
        set(program.token(i).text(), taint);
      }
    }
  }

  private void loop(int from) {
    int in = from;
    while (in < from + 12 && !program.token(in).is("in") && !program.token(in).is("of")) {
      in++;
    }
    if (in < from + 12) {
      Taint taint = value(in + 1, program.endOfExpression(in + 1));
      for (int i = from; i < in; i++) {
        if (program.token(i).isName()) {
          set(program.token(i).text(), taint);
        }
      }
    }
  }

  /* name = …, name: type = …, name += …, a, b = …, self.name = …, name[key] = … */
  private void assign(int i) {
    int at = i + 1;
    boolean member =
        (program.token(i).is("self") || program.token(i).is("this")) && program.token(at).is(".");
    String name = member ? "." + program.token(i + 2).text() : program.token(i).text();
    at = member ? i + 3 : at;
    boolean element = program.token(at).is("[") && program.partner(at) > at;
    at = element ? program.partner(at) + 1 : at;
    boolean argument = program.token(program.enclosing(i)).is("(");
    if (argument) {
      return;
    }
    if (program.token(at).is(":") && program.token(i).first()) {
      int limit = at + 12;
      while (at < limit
          && !program.token(at).is("=")
          && (at == i + 1 || !program.token(at).first())) {
        at = Math.max(at, program.partner(at)) + 1;
      }
    }
    if (program.token(at).is("=") || program.token(at).is("+=")) {
      Taint taint = value(at + 1, program.endOfExpression(at + 1));
      boolean adds = element || program.token(at).is("+=");
      set(name, adds ? lookup(name).or(taint).asComposed(false) : taint);
    } else if (program.token(at).is(",")
        && program.token(i).first()
        && program.token(at + 2).is("=")) {
      Taint taint = value(at + 3, program.endOfExpression(at + 3));
      set(name, taint);
      set(program.token(at + 1).text(), taint);
    }
  }

  private void guard(int from) {
    int end = from;
    if (program.token(from).is("(") && program.partner(from) > from) {
      end = Math.min(program.partner(from), from + LONGEST_CONDITION);
    }
    int limit = Math.min(program.size(), from + LONGEST_CONDITION);
    while (end < limit && !program.token(end).is(":") && !program.token(end).is("{")) {
      if (end > from && program.token(end).first() && program.enclosing(end) < 0) {
        break;
      }
      end = Math.max(end, program.partner(end)) + 1;
    }
    int cleared = 0;
    for (int i = from; i < end; i++) {
      Token token = program.token(i);
      Token next = program.token(i + 1);
      if (token.isName()) {
        boolean applied = next.is("(") || program.token(i - 1).is("in");
        int judged = guards.computeIfAbsent(token.text(), rules::guarded);
        cleared |= applied || judged != Taint.ALL ? judged : 0;
        boolean listed = token.is("in") && next.isName() && next.text().matches("[A-Z][A-Z0-9_]+");
        cleared |= listed ? Taint.ALL : token.is("sep") ? TaintClass.PATH.bit() : 0;
      } else if (token.isText() && token.text().equals("..")) {
        cleared |= TaintClass.PATH.bit();
      }
    }
    if (cleared != 0) {
      clear(from, end, cleared);
    }
  }

  /* Whoever judges `parsed` has judged `url`, from which it came. */
  private void clear(int from, int to, int cleared) {
    work += (long) (to - from) * scopes.size();
    for (int i = from; i < to; i++) {
      Taint taint = program.token(i).isName() ? lookup(program.token(i).text()) : Taint.NONE;
      if (taint.any()) {
        for (Scope scope : scopes) {
          scope.variables.replaceAll(
              (name, known) ->
                  known.source().equals(taint.source()) ? known.without(cleared) : known);
        }
      }
    }
  }

  private void call(Callee callee) {
    if (callee.name().isEmpty()) {
      return;
    }
    List<int[]> arguments = arguments(callee.open());
    for (TaintRules.Sink sink : rules.sinks(program.dialect(), callee.name())) {
      Taint taint = reaching(sink, callee, arguments);
      if (taint.reaches(sink.kind()) && (taint.proven() || sink.kind().countsUnproven())) {
        found
            .computeIfAbsent(callee.open(), key -> new TreeMap<>())
            .merge(sink.kind(), taint, Taint::or);
      }
    }
    int cleared = rules.cleared(program.dialect(), callee.name());
    if (cleared != 0 && program.token(callee.start()).first()) {
      clear(callee.open(), program.partner(callee.open()), cleared);
    }
    if (GROWS.matcher(callee.last()).matches() && callee.open() - callee.start() == 3) {
      String name = program.token(callee.start()).text();
      Taint added = value(callee.open() + 1, program.partner(callee.open())).without(Taint.PROGRAM);
      set(name, lookup(name).or(added));
    }
    pass(callee, arguments);
  }

  private Taint reaching(TaintRules.Sink sink, Callee callee, List<int[]> arguments) {
    if (sink.when().equals("receiver")) {
      return value(callee.start(), callee.open() - 2);
    }
    if (arguments.size() <= sink.argument()) {
      return Taint.NONE;
    }
    int from = arguments.get(sink.argument())[0];
    int to = arguments.get(sink.argument())[1];
    Taint taint = value(from, to);
    boolean holds =
        switch (sink.when()) {
          case "shell" -> option(callee.open(), "shell");
          case "program" ->
              taint.proven()
                  && (taint.classes() & Taint.PROGRAM) != 0
                  && !option(callee.open(), "shell");
          case "proven" -> taint.proven();
          case "composed" -> taint.composed();
          case "query" ->
              taint.composed()
                  && (taint.classes() & Taint.QUERY) != 0
                  && !callee.name().startsWith("Promise.");
          case "whole" -> !taint.composed();
          case "unsafeLoader" -> !mentions(callee.open(), ".*(Safe|Base)Loader|safe_load");
          case "url" -> mentions(from, to, URL_NAME);
          case "address" -> program.token(from).is("(");
          default -> true;
        };
    return holds ? taint : Taint.NONE;
  }

  private void pass(Callee callee, List<int[]> arguments) {
    Function function = functions.get(callee.last());
    if (function == null) {
      return;
    }
    for (int position = 0; position < arguments.size(); position++) {
      int from = arguments.get(position)[0];
      boolean keyword = program.token(from).isName() && program.token(from + 1).is("=");
      Taint taint = value(keyword ? from + 2 : from, arguments.get(position)[1]);
      if (taint.any() && taint.proven()) {
        int slot = keyword ? position(function, program.token(from).text(), position) : position;
        called.computeIfAbsent(callee.last(), key -> new HashMap<>()).merge(slot, taint, Taint::or);
      }
    }
  }

  private static int position(Function function, String name, int otherwise) {
    return function.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .mapToInt(Function.Parameter::position)
        .findFirst()
        .orElse(otherwise);
  }

  private List<int[]> arguments(int open) {
    List<int[]> arguments = new ArrayList<>();
    int close = program.partner(open);
    for (int at = open + 1; at < close; at = program.endOfExpression(at) + 1) {
      arguments.add(new int[] {at, Math.min(close, program.endOfExpression(at))});
    }
    return arguments;
  }

  /** What the expression in {@code [from, to)} carries. */
  private Taint value(int from, int to) {
    work += Math.max(0, to - from);
    if (work > MOST_WORK || depth > DEEPEST) {
      exhausted = true;
      return Taint.NONE;
    }
    depth++;
    Taint taint = judged(from, to);
    depth--;
    return taint;
  }

  private Taint judged(int from, int to) {
    Taint taint = Taint.NONE;
    boolean text = false;
    boolean joined = false;
    boolean query = false;
    int i = from;
    while (i < to) {
      Token token = program.token(i);
      int skip = 1;
      if (token.isText()) {
        text = true;
        query |= SQL.matcher(token.text()).find();
      } else if (token.kind() == Kind.HOLE
          || token.is("+")
          || token.is("%")
          || token.is("format")) {
        joined = true;
      } else if (token.is("(")) {
        Callee callee = Callee.at(program, aliases, i);
        int close = Math.min(to, Math.max(i, program.partner(i)));
        int cleared = callee.name().isEmpty() ? 0 : cleared(callee);
        if (cleared != 0) {
          taint = taint.or(value(i + 1, close).without(cleared));
          skip = close - i;
        }
      } else if (token.isName() && !isLabel(i)) {
        taint = taint.or(variable(i));
      }
      i += skip;
    }
    boolean composed = text && joined;
    Taint result = composed ? taint.asComposed(query) : taint;
    result = startsElsewhere(from, to) ? result.without(TaintClass.REQUEST.bit()) : result;
    return isFixedList(from, to) ? result.without(Taint.PROGRAM) : result;
  }

  /* What a call leaves of its arguments' danger: by its name, or by what the file's own function
   * of that name was seen to return. */
  private int cleared(Callee callee) {
    if (program.token(program.partner(callee.open()) + 1).is(".")
        && HARMLESS.matcher(program.token(program.partner(callee.open()) + 2).text()).matches()) {
      return TaintClass.PATH.bit();
    }
    int byName = rules.cleared(program.dialect(), callee.name());
    boolean reads =
        rules.sinks(program.dialect(), callee.name()).stream()
            .anyMatch(sink -> sink.kind() == TaintClass.PATH || sink.kind() == TaintClass.SQL);
    return reads ? Taint.ALL : byName;
  }

  private Taint variable(int i) {
    Token token = program.token(i);
    Token dot = program.token(i + 1);
    boolean member = dot.is(".") || dot.is("?.");
    String property = member ? program.token(i + 2).text() : "";
    if (member
        && REQUESTS.matcher(token.text()).matches()
        && REQUEST_PARTS.matcher(property).matches()
        && scopes.size() > 1) {
      return Taint.of(token.text() + "." + property, true);
    }
    if (member && (token.is("self") || token.is("this"))) {
      return lookup("." + property);
    }
    return member && HARMLESS.matcher(property).matches() ? Taint.NONE : lookup(token.text());
  }

  /* A property, a keyword argument or an object's key is not a variable. */
  private boolean isLabel(int i) {
    Token before = program.token(i - 1);
    Token after = program.token(i + 1);
    boolean opens = before.is("{") || before.is(",");
    boolean keyword = after.is("=") && (before.is("(") || before.is(","));
    return before.is(".") || before.is("?.") || keyword || (after.is(":") && opens);
  }

  /* "https://api.acme.dev/" + path and BASE + path: the host is not the caller's. */
  private boolean startsElsewhere(int from, int to) {
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
        return HOST.matcher(first.text()).matches();
      }
      return first.kind() == Kind.HOLE && !value(at + 2, program.partner(at + 1)).any();
    }
    if (token.isText()) {
      return HOST.matcher(token.text()).matches();
    }
    int next = at + 1;
    while (next < to && program.token(next).is(".")) {
      next += 2;
    }
    boolean constant = token.isName() && !variable(at).any();
    return constant && program.token(next).is("+");
  }

  private boolean isFixedList(int from, int to) {
    return program.token(from).is("[")
        && to > from + 1
        && !value(from + 1, program.endOfExpression(from + 1)).any();
  }

  private boolean option(int open, String name) {
    for (int i = open; i < program.partner(open); i++) {
      if (program.token(i).is(name)) {
        Token value = program.token(i + 2);
        return value.is("True") || value.is("true") || value.isText();
      }
    }
    return false;
  }

  private boolean mentions(int open, String regex) {
    return mentions(open, program.partner(open), Pattern.compile(regex));
  }

  private boolean mentions(int from, int to, Pattern pattern) {
    for (int i = from; i < to; i++) {
      if (program.token(i).isName() && pattern.matcher(program.token(i).text()).matches()) {
        return true;
      }
    }
    return false;
  }

  private Taint lookup(String name) {
    for (Scope scope : scopes) {
      Taint taint = scope.variables.get(name);
      if (taint != null) {
        return taint;
      }
    }
    return Taint.NONE;
  }

  private void set(String name, Taint taint) {
    Scope scope = name.startsWith(".") ? scopes.getLast() : scopes.element();
    scope.variables.put(name, taint);
  }

  private static final class Scope {
    private final String name;
    private final int end;
    private final Map<String, Taint> variables = new HashMap<>();

    Scope(String name, int end) {
      this.name = name;
      this.end = end;
    }
  }
}
