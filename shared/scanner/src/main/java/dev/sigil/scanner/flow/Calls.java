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
  private static final Pattern HARMLESS =
      Pattern.compile("length|Length|Method|ContentLength|RemoteAddr|Proto|TLS");
  private static final Set<String> LISTS =
      Set.of("of", "asList", "toArray", "split", "Split", "Fields", "new ArrayList", "clone");
  private static final Pattern KEY = Pattern.compile("[\\w.-]{1,80}");
  private static final int MOST_ARGUMENTS = 60;

  private final Reading reading;
  private final Program program;
  private final Operands operands;
  private final Sinks sinks;
  private final Formats formats;
  private final Changes changes;
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
    this.formats = new Formats(reading);
    this.changes = new Changes(reading);
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
    changes.made(called, receiver, arguments, ranges, token);
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
      return formats.composed(called, receiver, arguments, ranges);
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
    if (Library.knows(called, reading.java()) || reading.token(token).isText()) {
      boolean host = !arguments.isEmpty() && arguments.getFirst().is(Value.HOST);
      Value safe = host && arguments.size() > 1 ? given.without(TaintClass.REQUEST.bit()) : given;
      return safe.about(
          (given.about() & ~(Value.HOST | Value.ROOTED | Value.LIST)) | list(called, given));
    }
    return made(called, receiver, arguments, key, token);
  }

  private static int list(Callee called, Value given) {
    return LISTS.contains(called.name()) ? Value.LIST : given.about() & Value.LIST;
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

  private static Value grown(Value receiver, List<Value> arguments) {
    Value all = receiver;
    for (int i = 0; i < arguments.size(); i++) {
      all = all.or(i == 0 ? arguments.get(i) : arguments.get(i).without(Marks.PROGRAM));
    }
    return all.about(all.about() | Value.LIST);
  }
}
