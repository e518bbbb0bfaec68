package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.taint.TaintClass;
import java.util.List;
import java.util.regex.Pattern;

/** Notes what calls are given that must not be controlled. */
final class Sinks {
  private static final Pattern CONTEXT =
      Pattern.compile("ctx|context|c|timeoutCtx|cmdCtx|reqCtx|execCtx|queryCtx");
  private static final Pattern URL_NAME =
      Pattern.compile("(?i).*(ur[li]|endpoint|host|link|href|webhook|address).*");

  private final Reading reading;
  private final Program program;

  Sinks(Reading reading) {
    this.reading = reading;
    this.program = reading.program();
  }

  /** Whether the call is one that reads what its argument names: what it returns is not that. */
  boolean check(
      Callee callee, Value receiver, List<Value> arguments, List<int[]> ranges, int token) {
    boolean reads = false;
    int skipped = !ranges.isEmpty() && isContext(ranges.getFirst()) ? 1 : 0;
    for (FlowRules.Sink sink : reading.words().sinks(callee)) {
      int argument = sink.argument() < 0 ? -1 : sink.argument() + skipped;
      Value value = exposed(sink, receiver, arguments, argument);
      boolean opens = sink.kind() == TaintClass.PATH || sink.kind() == TaintClass.REQUEST;
      boolean object = callee.name().startsWith("new ") || sink.when().equals("receiver");
      reads |=
          opens && !object && !callee.name().equals("newBuilder") && !callee.name().equals("uri");
      boolean url = argument >= 0 && argument < ranges.size() && isUrl(ranges.get(argument), value);
      Value list = argument >= 0 && argument < arguments.size() ? arguments.get(argument) : value;
      if (value.any() && holds(sink, arguments, list, skipped, url)) {
        reading.add(
            new SinkUse(sink.kind(), required(sink), refused(sink), value, reading.place(token)));
      }
    }
    return reads;
  }

  private Value exposed(FlowRules.Sink sink, Value receiver, List<Value> arguments, int argument) {
    if (sink.when().equals("receiver")) {
      return receiver;
    }
    if (argument >= 0) {
      return argument < arguments.size() ? arguments.get(argument) : Value.NONE;
    }
    Value all = Value.NONE;
    for (Value value : arguments) {
      all = all.or(value);
    }
    return all;
  }

  private boolean holds(
      FlowRules.Sink sink, List<Value> arguments, Value exposed, int skipped, boolean url) {
    Value all = Value.NONE;
    for (Value value : arguments) {
      all = all.or(value);
    }
    boolean shell = all.is(Value.SHELL);
    boolean known = skipped < arguments.size() && arguments.get(skipped).is(Value.TEXT);
    return switch (sink.when()) {
      case "shell" -> shell || (all.is(Value.RUNS) && !known);
      case "interpreter" -> all.is(Value.INTERPRETER) && all.is(Value.RUNS) && !shell;
      case "program" -> !shell;
      case "line" -> !exposed.is(Value.LIST) && !shell;
      case "typing" -> reading.names().defaultTyping();
      case "url" -> url;
      default -> true;
    };
  }

  private static int required(FlowRules.Sink sink) {
    return switch (sink.when()) {
      case "program" -> Marks.PROGRAM;
      case "composed" -> Marks.COMPOSED;
      case "query" -> Marks.COMPOSED | Marks.QUERY;
      default -> 0;
    };
  }

  private static int refused(FlowRules.Sink sink) {
    return switch (sink.when()) {
      case "whole", "program" -> Marks.COMPOSED;
      default -> 0;
    };
  }

  private boolean isContext(int[] range) {
    Token first = program.token(range[0]);
    boolean name = range[1] == range[0] + 1 && CONTEXT.matcher(first.text()).matches();
    boolean call = first.is("context") || program.token(range[1] - 3).is("Context");
    return !reading.java() && (name || call);
  }

  private boolean isUrl(int[] range, Value value) {
    for (int i = range[0]; i < range[1]; i++) {
      if (URL_NAME.matcher(program.token(i).text()).matches()) {
        return true;
      }
    }
    return value.is(Value.HOST);
  }
}
