package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.taint.TaintClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Judges calls: what they return, what they change, and whether they are sinks. */
final class Calls {
  private static final int LONGEST_CHAIN = 200;
  private static final Pattern HARMLESS =
      Pattern.compile("length|Length|Method|ContentLength|RemoteAddr|Proto|TLS");
  private static final Pattern VERB =
      Pattern.compile("%[-+# 0]*[\\d*]*(\\.\\d+)?(?:\\d+\\$)?([a-zA-Z%])");
  private static final Set<String> LIBRARY =
      Set.of(
          "fmt",
          "strings",
          "strconv",
          "bytes",
          "os",
          "io",
          "ioutil",
          "bufio",
          "path",
          "filepath",
          "errors",
          "context",
          "time",
          "sort",
          "slices",
          "maps",
          "math",
          "sync",
          "regexp",
          "unicode",
          "utf8",
          "exec",
          "sql",
          "http",
          "url",
          "net",
          "json",
          "base64",
          "hex",
          "log",
          "slog",
          "runtime",
          "reflect",
          "gzip",
          "tar",
          "zip",
          "template",
          "text/template",
          "html/template",
          "atomic",
          "rand",
          "template.Template",
          "regexp.Regexp",
          "url.URL",
          "url.Values",
          "strings.Builder",
          "bytes.Buffer",
          "String",
          "StringBuilder",
          "StringBuffer",
          "List",
          "Map",
          "Set",
          "Optional",
          "Stream",
          "Collectors",
          "Arrays",
          "Collections",
          "Objects",
          "Files",
          "Paths",
          "Path",
          "File",
          "URL",
          "URI",
          "Integer",
          "Long",
          "Double",
          "Boolean",
          "Math",
          "Pattern",
          "Matcher",
          "Runtime",
          "ProcessBuilder",
          "Process",
          "System",
          "Thread",
          "Duration",
          "Instant",
          "Base64");
  private static final Set<String> CONVERSIONS =
      Set.of("string", "byte", "any", "error", "make", "new", "copy", "delete", "close");
  private static final Set<String> LISTS =
      Set.of("of", "asList", "toArray", "split", "Split", "Fields", "new ArrayList", "clone");
  private static final Pattern KEY = Pattern.compile("[\\w.-]{1,80}");
  private static final Pattern SETS = Pattern.compile("set[A-Z]\\w*|with[A-Z]\\w*");
  private static final Pattern WRITES = Pattern.compile("append|insert|Write\\w*");
  private static final int MOST_ARGUMENTS = 60;

  private final Reading reading;
  private final Program program;
  private final Operands operands;
  private final Sinks sinks;
  private final List<Judged> judged = new ArrayList<>();
  private String resultType = "";
  private Value around = Value.NONE;
  private String callee = "";

  /** A value that a function judged by its name. */
  record Judged(Value value, int classes) {}

  Calls(Reading reading, Operands operands) {
    this.reading = reading;
    this.program = reading.program();
    this.operands = operands;
    this.sinks = new Sinks(reading);
  }

  /** The type of what was called or read last; empty where it is not known. */
  String resultType() {
    return resultType;
  }

  void resultType(String type) {
    resultType = type;
  }

  /** What the call that is being given a function is made on: its elements go to the function. */
  Value around() {
    return around;
  }

  /** The name of the call whose arguments are being read. */
  String callee() {
    return callee;
  }

  /** Says that a value was looked up in a fixed list. */
  void judge(Value value) {
    judged.add(new Judged(value, Marks.DANGER));
  }

  /** The values that were judged since this was last asked. */
  List<Judged> judged() {
    List<Judged> all = List.copyOf(judged);
    judged.clear();
    return all;
  }

  Value member(Value value, String type, String name, String member) {
    boolean own =
        reading.java() ? name.equals("this") : name.equals(reading.scope().type(".receiver"));
    if (own && !reading.unit().owner().isEmpty()) {
      return Value.of(Part.of(new Origin.Field(reading.unit().owner() + "." + member)));
    }
    if (HARMLESS.matcher(member).matches()) {
      return Value.NONE;
    }
    return reading.scope().current(value.map(part -> part.member(member)));
  }

  /** The call of {@code name} at the parenthesis {@code open}. */
  Value call(int token, String name, String qualifier, String written, Value receiver, int open) {
    List<int[]> ranges = ranges(open);
    List<Value> arguments = new ArrayList<>();
    String outer = callee;
    Value before = around;
    around = receiver;
    for (int[] range : ranges) {
      callee = name.startsWith("new ") ? name.substring(4) : name;
      Value argument = operands.value(range[0], range[1]);
      arguments.add(argument);
      around = around.or(argument);
    }
    callee = outer;
    around = before;
    Callee called = Callee.of(name, qualifier, written);
    resultType = name.startsWith("new ") ? name.substring(4) : reading.words().type(called);
    boolean reads = sinks.check(called, receiver, arguments, ranges, token);
    Value result = result(called, receiver, arguments, ranges, token);
    changes(called, receiver, arguments, ranges, token);
    return reads ? Value.NONE : reading.scope().current(result);
  }

  private Value result(
      Callee called, Value receiver, List<Value> arguments, List<int[]> ranges, int token) {
    Value given = receiver;
    for (Value argument : arguments) {
      given = given.or(argument);
    }
    FlowRules.Words words = reading.words();
    int cleared = words.cleared(called);
    if (cleared != 0) {
      return given.without(cleared).about(0);
    }
    if (reading.rules().judges(called.name())) {
      judged.add(new Judged(given, Marks.DANGER));
      return Value.NONE;
    }
    if (called.name().equals("JoinPath") && !reading.java()) {
      return joined(called, receiver, arguments);
    }
    if (words.composes(called)) {
      return composed(called, receiver, arguments, ranges);
    }
    if (words.normalizes(called)) {
      boolean rooted = !arguments.isEmpty() && arguments.getFirst().is(Value.ROOTED);
      boolean cleans = rooted && called.name().equals("Clean");
      return cleans ? given.without(TaintClass.PATH.bit()) : given.with(Marks.NORMAL).about(0);
    }
    if (called.name().equals("append") && !reading.java()) {
      return grown(receiver, arguments);
    }
    if (arguments.isEmpty() && called.name().isEmpty()) {
      return receiver;
    }
    String key = key(ranges);
    if (!key.isEmpty() && receiver.any() && onlyText(arguments)) {
      return receiver.map(part -> part.member(key)).about(0);
    }
    int generic = called.qualifier().indexOf('<');
    String bare = generic < 0 ? called.qualifier() : called.qualifier().substring(0, generic);
    boolean constructs = called.name().startsWith("new ") || isConversion(called);
    if (constructs || LIBRARY.contains(bare) || reading.token(token).isText()) {
      boolean host = !arguments.isEmpty() && arguments.getFirst().is(Value.HOST);
      Value safe = host && arguments.size() > 1 ? given.without(TaintClass.REQUEST.bit()) : given;
      return safe.about(
          (given.about() & ~(Value.HOST | Value.ROOTED | Value.LIST)) | list(called, given));
    }
    return made(called, receiver, arguments, key, token);
  }

  /* base.JoinPath(a, b) and url.JoinPath(base, a, b): what is put behind chooses no host. */
  private Value joined(Callee called, Value receiver, List<Value> arguments) {
    boolean method = reading.names().imported(called.written()).isEmpty();
    Value all = receiver;
    for (int i = 0; i < arguments.size(); i++) {
      Value argument = arguments.get(i);
      boolean first = i == 0 && !method;
      all = all.or(first ? argument : argument.without(TaintClass.REQUEST.bit()));
    }
    return all;
  }

  private static int list(Callee called, Value given) {
    return LISTS.contains(called.name()) ? Value.LIST : given.about() & Value.LIST;
  }

  private boolean isConversion(Callee called) {
    return !reading.java() && CONVERSIONS.contains(called.name());
  }

  private Value made(Callee called, Value receiver, List<Value> arguments, String key, int token) {
    CallSite site =
        new CallSite(
            called.name(),
            called.qualifier(),
            reading.path(),
            receiver,
            arguments,
            answers(called, receiver),
            reading.step(token));
    if (!reading.add(site)) {
      return Value.NONE;
    }
    Part part = Part.of(new Origin.Result(site));
    return Value.of(key.isEmpty() ? part : part.member(key));
  }

  /* A method of an object gives an answer, which is not what it was asked with. */
  private boolean answers(Callee called, Value receiver) {
    boolean object =
        !called.qualifier().isEmpty()
            && reading.names().imported(called.written()).isEmpty()
            && !called.name().startsWith("new ");
    return object && !receiver.any() && !reading.rules().conveys(called.name());
  }

  private static boolean onlyText(List<Value> arguments) {
    return arguments.stream().noneMatch(Value::any);
  }

  /* The name in get("name"), Param(request, "name"): what is asked for. */
  private String key(List<int[]> ranges) {
    for (int[] range : ranges.subList(0, Math.min(2, ranges.size()))) {
      Token token = program.token(range[0]);
      if (token.isText() && range[1] == range[0] + 1 && KEY.matcher(token.text()).matches()) {
        return token.text();
      }
    }
    return "";
  }

  private Value composed(Callee called, Value receiver, List<Value> arguments, List<int[]> ranges) {
    Value all = receiver;
    List<Boolean> numbers = numbers(called, receiver, ranges);
    boolean formats = reading.words().formats(called);
    int first = formats ? formatIndex(arguments) : 0;
    boolean startsWithVerb = formats && startsWithVerb(ranges, first);
    for (int i = 0; i < arguments.size(); i++) {
      int verb = i - first - 1;
      boolean number = formats && verb >= 0 && verb < numbers.size() && numbers.get(verb);
      Value argument = number ? Value.NONE : arguments.get(i);
      boolean behind = startsWithVerb && verb > 0;
      all = all.or(behind ? argument.without(TaintClass.REQUEST.bit()) : argument);
    }
    Value format = first < arguments.size() ? arguments.get(first) : receiver;
    boolean fixed = format.is(Value.HOST) || (startsWithVerb && !value(arguments, first + 1).any());
    boolean text = all.is(Value.TEXT) && (formats || !called.name().equals("valueOf"));
    Value result = text ? all.composed() : all;
    int about = result.about() & ~(Value.ROOTED | Value.LIST);
    return (fixed ? result.without(TaintClass.REQUEST.bit()) : result).about(about);
  }

  private static Value value(List<Value> values, int i) {
    return i < values.size() ? values.get(i) : Value.NONE;
  }

  private static int formatIndex(List<Value> arguments) {
    for (int i = 0; i < Math.min(2, arguments.size()); i++) {
      if (arguments.get(i).is(Value.TEXT) && !arguments.get(i).any()) {
        return i;
      }
    }
    return 0;
  }

  private boolean startsWithVerb(List<int[]> ranges, int first) {
    Token format = first < ranges.size() ? program.token(ranges.get(first)[0]) : program.token(-1);
    return format.isText() && (format.text().startsWith("%s") || format.text().startsWith("%v"));
  }

  /* Whether each verb of a constant format writes a number. */
  private List<Boolean> numbers(Callee called, Value receiver, List<int[]> ranges) {
    List<Boolean> numbers = new ArrayList<>();
    if (!reading.words().formats(called)) {
      return numbers;
    }
    for (int[] range : ranges.subList(0, Math.min(2, ranges.size()))) {
      Token format = program.token(range[0]);
      if (format.isText()) {
        VERB.matcher(format.text())
            .results()
            .limit(MOST_ARGUMENTS)
            .filter(verb -> !verb.group(2).equals("%"))
            .forEach(verb -> numbers.add("dfxXeEgGtbop".contains(verb.group(2))));
        return numbers;
      }
    }
    return receiver.any() ? List.of() : numbers;
  }

  private static Value grown(Value receiver, List<Value> arguments) {
    Value all = receiver;
    for (int i = 0; i < arguments.size(); i++) {
      all = all.or(i == 0 ? arguments.get(i) : arguments.get(i).without(Marks.PROGRAM));
    }
    return all.about(all.about() | Value.LIST);
  }

  /* What is given to a builder, a collection or behind a pointer stays there. */
  private void changes(
      Callee called, Value receiver, List<Value> arguments, List<int[]> ranges, int token) {
    Value given = receiver;
    for (Value argument : arguments) {
      given = given.or(argument);
    }
    Scope scope = reading.scope();
    for (int[] range : ranges) {
      if (program.token(range[0]).is("&") && range[1] == range[0] + 2 && given.any()) {
        scope.add(program.token(range[0] + 1).text(), given.about(0));
      }
    }
    String name = root(token);
    boolean sets = SETS.matcher(called.name()).matches();
    if (!name.isEmpty() && (reading.words().grows(called.name()) || sets)) {
      Value known = scope.get(name);
      Value added = known;
      for (Value argument : arguments) {
        added = added.or(argument.without(Marks.PROGRAM));
      }
      boolean text = added.is(Value.TEXT) && WRITES.matcher(called.name()).matches();
      scope.set(name, text ? added.composed() : added);
    }
  }

  /* The variable at the start of a.b(c).d(e). */
  private String root(int token) {
    int at = token;
    for (int links = 0; links < LONGEST_CHAIN && program.token(at - 1).is("."); links++) {
      at -= 2;
      if (program.partner(at) < at) {
        at = program.partner(at) - 1;
      }
    }
    boolean known = program.token(at).isName() && at < token;
    return known ? program.token(at).text() : "";
  }

  private List<int[]> ranges(int open) {
    List<int[]> ranges = new ArrayList<>();
    int close = program.partner(open);
    for (int at = open + 1; at < close && ranges.size() < MOST_ARGUMENTS; ) {
      int end = Math.min(close, program.endOfExpression(at));
      if (end > at) {
        ranges.add(new int[] {at, end});
      }
      at = Math.max(end, at) + 1;
    }
    return ranges;
  }
}
