package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.taint.TaintClass;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Evaluates calls that put values into a text, such as {@code String.format}. */
final class Formats {
  private static final int MOST_ARGUMENTS = 60;
  private static final Pattern VERB =
      Pattern.compile("%[-+# 0]*[\\d*]*(\\.\\d+)?(?:\\d+\\$)?([a-zA-Z%])");

  private final Reading reading;
  private final Program program;

  Formats(Reading reading) {
    this.reading = reading;
    this.program = reading.program();
  }

  Value composed(Callee called, Value receiver, List<Value> arguments, List<int[]> ranges) {
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
}
