package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Judges what of a call's arguments a sink is exposed to, by as much of the sink's {@code when} as
 * the call itself shows; {@link TaintRules.Sink#holds} knows the rest.
 */
final class Sinks {
  private static final Pattern URL_NAME =
      Pattern.compile("(?i).*(ur[li]|endpoint|host|link|href|webhook|address).*");
  private static final Pattern QUERY_NAME =
      Pattern.compile("(?i).*(sql|query|queries|stmt|statement|select).*");

  private static final Pattern INTERPRETER =
      Pattern.compile(
          "(\\S*/)?(python[\\d.]*|node|deno|bun|ts-node|tsx|bash|sh|zsh|ruby|perl|php|Rscript|pwsh|powershell|osascript|lua)(\\s|$)");
  private static final Pattern SAFE_LOADER = Pattern.compile(".*(Safe|Base)Loader|safe_load");
  private static final Pattern SHELL =
      Pattern.compile(
          "(?i)(\\S*[/\\\\])?(sh|bash|zsh|dash|ash|ksh|fish|cmd|powershell|pwsh|osascript)(\\.exe)?");
  private static final Pattern SCRIPTING =
      Pattern.compile("(\\S*/)?(python[\\d.]*|node|deno|bun|ruby|perl|php|Rscript|lua)");
  private static final Pattern RUNS =
      Pattern.compile(
          "(?i)-(l|e|i|o pipefail|le|il|li|eu|x)*c|/[ck]|-e|-command|-encodedcommand|-r|--eval");
  private static final Pattern FILTER = Pattern.compile("[(&|!]*\\(\\w+[~<>]?=.*", Pattern.DOTALL);
  private static final Pattern UNSAFE_SCHEMA = Pattern.compile("\\w*(FULL|UNSAFE)_SCHEMA");
  private static final Pattern PATH_NAME =
      Pattern.compile("(?i)(\\w*_)?(path|file)|\\w+Path|target");
  private static final Set<String> WHERE = Set.of("$where");
  private static final Set<String> HOST = Set.of("host", "hostname");
  private static final Pattern ROOT = Pattern.compile("root");
  /* Keywords by which what a file would hold is given instead of its name. */
  private static final Pattern CONTENT =
      Pattern.compile("stream|content|contents|data|buffer|mode|encoding|filetype");
  private static final int LONGEST_CALL = 200;

  private final Program program;
  private final Expressions expressions;
  private final Options options;

  Sinks(Program program, Expressions expressions) {
    this.program = program;
    this.expressions = expressions;
    this.options = new Options(program, expressions);
  }

  /** What reaches the sink in this call; nothing when the call is not of the dangerous kind. */
  Taint reaching(TaintRules.Sink sink, Callee callee, List<int[]> arguments) {
    if (sink.when().equals("receiver")) {
      return expressions.value(callee.start(), callee.open() - 2);
    }
    if (sink.when().equals("pathlike")) {
      Token receiver = program.token(program.called(callee.open()) - 2);
      boolean path = PATH_NAME.matcher(receiver.text()).matches();
      return path ? expressions.value(callee.start(), callee.open() - 2) : Taint.NONE;
    }
    if (sink.when().equals("option")) {
      return options.whole(arguments);
    }
    if (sink.when().equals("operand")) {
      return options.operand(callee, arguments).asIntended();
    }
    if (sink.when().equals("named")) {
      return query(arguments);
    }
    if (arguments.size() <= sink.argument() || arguments.isEmpty()) {
      return Taint.NONE;
    }
    int from = arguments.get(Math.max(0, sink.argument()))[0];
    int to = arguments.get(sink.argument() < 0 ? last(sink, arguments) : sink.argument())[1];
    if (sink.when().equals("spawns")) {
      return started(callee, arguments);
    }
    if (sink.when().equals("host") && program.token(from).is("{")) {
      return setting(callee, HOST);
    }
    if (sink.when().equals("interpreter")) {
      return interpreted(callee, sink.kind() == TaintClass.COMMAND ? SHELL : SCRIPTING);
    }
    if (sink.when().equals("where")) {
      return setting(callee, WHERE);
    }
    if (sink.kind() == TaintClass.REQUEST && isList(from, to)) {
      return Taint.NONE;
    }
    if (sink.when().equals("script")) {
      return isFunction(from, to) ? Taint.NONE : expressions.value(from, to).asIntended();
    }
    boolean content =
        sink.kind() == TaintClass.PATH
            && program.token(from + 1).is("=")
            && CONTENT.matcher(program.token(from).text()).matches();
    Taint taint = content ? Taint.NONE : expressions.value(from, to);
    boolean holds =
        switch (sink.when()) {
          case "shell", "joined" -> option(callee.open(), "shell");
          case "text" -> isText(from);
          case "line" -> !program.token(from).is("[");
          case "filter" -> hasText(from, to, FILTER);
          case "unsafeSchema" -> mentions(callee.open(), UNSAFE_SCHEMA);
          case "unrooted" -> !mentions(callee.open(), ROOT);
          case "program" -> !option(callee.open(), "shell");
          case "query" -> !callee.name().startsWith("Promise.") && !makes(arguments);
          case "unsafeLoader" -> !mentions(callee.open(), SAFE_LOADER);
          case "statement" -> !program.token(from).is("{") && mentions(from, to, QUERY_NAME);
          case "url" -> mentions(from, to, URL_NAME);
          case "address" -> program.token(from).is("(");
          default -> true;
        };
    Taint reaching = holds ? taint : Taint.NONE;
    boolean intended = sink.when().equals("browses") || sink.when().equals("module");
    return intended ? reaching.asIntended() : reaching;
  }

  /* Where one argument is composed it is the query, and those beside it are bound to it. */
  private Taint query(List<int[]> arguments) {
    List<Taint> values =
        arguments.stream().map(each -> expressions.value(each[0], each[1])).toList();
    List<Taint> composed = values.stream().filter(Taint::composed).toList();
    return (composed.isEmpty() ? values : composed).stream().reduce(Taint.NONE, Taint::or);
  }

  /* cache.get(key, () => made): rows are given to a callback, and this one takes none. */
  private boolean makes(List<int[]> arguments) {
    int second = arguments.size() > 1 ? arguments.get(1)[0] : 0;
    return second > 0
        && program.token(second).is("(")
        && program.token(second + 1).is(")")
        && program.token(second + 2).is("=>");
  }

  /* A shell joins the values, not the settings behind them. */
  private int last(TaintRules.Sink sink, List<int[]> arguments) {
    int last = arguments.size() - 1;
    boolean settings = last > 0 && program.token(arguments.get(last)[0]).is("{");
    return settings && sink.when().equals("joined") ? last - 1 : last;
  }

  /* http.get(["v2", id]): segments of a path, which a client of its own puts behind its host. */
  private boolean isList(int from, int to) {
    return program.token(from).is("[") && program.partner(from) == to - 1;
  }

  private boolean isText(int from) {
    Token token = program.token(from);
    return token.isText() || token.kind() == Token.Kind.TEMPLATE;
  }

  /* ["bash", "-c", …], "sh", ["-c", …]: what stands behind is a program of the interpreter. */
  private Taint interpreted(Callee callee, Pattern interpreter) {
    int close = Math.min(program.partner(callee.open()), callee.open() + LONGEST_CALL);
    boolean started = false;
    for (int i = callee.open() + 1; i < close; i++) {
      Token token = program.token(i);
      if (!token.isText()) {
        continue;
      }
      if (started && RUNS.matcher(token.text()).matches() && program.token(i + 1).is(",")) {
        return expressions.value(i + 2, program.endOfExpression(i + 2));
      }
      started |= interpreter.matcher(token.text()).matches();
    }
    return Taint.NONE;
  }

  private boolean isFunction(int from, int to) {
    boolean named = program.token(from).is("function") || program.token(from).is("async");
    int at = from;
    while (at < to && !program.token(at).is("=>")) {
      at = Math.max(at, program.partner(at)) + 1;
    }
    return named || at < to;
  }

  /* {$where: …}, {"$where": …}, {host: …} */
  private Taint setting(Callee callee, Set<String> names) {
    int close = Math.min(program.partner(callee.open()), callee.open() + LONGEST_CALL);
    for (int i = callee.open() + 1; i < close; i++) {
      if (names.contains(program.token(i).text()) && program.token(i + 1).is(":")) {
        return expressions.value(i + 2, program.endOfExpression(i + 2));
      }
    }
    return Taint.NONE;
  }

  private boolean hasText(int from, int to, Pattern pattern) {
    for (int i = from; i < to; i++) {
      if (program.token(i).isText() && pattern.matcher(program.token(i).text()).lookingAt()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the call starts an interpreter with something that is no constant. */
  boolean interprets(Callee callee, List<int[]> arguments) {
    if (arguments.isEmpty()) {
      return false;
    }
    boolean interpreter = false;
    int close = Math.min(program.partner(callee.open()), callee.open() + LONGEST_CALL);
    for (int i = callee.open() + 1; i < close; i++) {
      Token token = program.token(i);
      if (token.isText() && token.text().equals("-m")) {
        return false;
      }
      if (interpreter && token.isName() && !program.token(i - 1).is(".") && isValue(i)) {
        return true;
      }
      interpreter |= token.isText() && INTERPRETER.matcher(token.text()).lookingAt();
      interpreter |= token.is("executable") || token.is("execPath");
    }
    return false;
  }

  private boolean isValue(int i) {
    Token after = program.token(i + 1);
    return !after.is("=") && !after.is(":") && !after.is("(");
  }

  /* {command: …}, command=… */
  private Taint started(Callee callee, List<int[]> arguments) {
    int close = Math.min(program.partner(callee.open()), callee.open() + LONGEST_CALL);
    for (int i = callee.open() + 1; i < close && !arguments.isEmpty(); i++) {
      if (program.token(i).is("command")) {
        boolean named = program.token(i + 1).is(":") || program.token(i + 1).is("=");
        return expressions.value(named ? i + 2 : i, program.endOfExpression(i));
      }
    }
    return Taint.NONE;
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

  private boolean mentions(int open, Pattern pattern) {
    return mentions(open, program.partner(open), pattern);
  }

  private boolean mentions(int from, int to, Pattern pattern) {
    for (int i = from; i < to; i++) {
      if (program.token(i).isName() && pattern.matcher(program.token(i).text()).matches()) {
        return true;
      }
    }
    return false;
  }
}
