package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.taint.TaintClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads declarations, assignments and plain expressions. */
final class Assignments {
  private static final Pattern VERDICT =
      Pattern.compile("err\\w*|ok|valid|is[A-Z]\\w*|_|allowed|found|exists|safe|e");

  private static final Set<String> BEHIND_HOST =
      Set.of("RawQuery", "Path", "RawPath", "Fragment", "RawFragment");

  private final Reading reading;
  private final Program program;
  private final Operands operands;

  Assignments(Reading reading, Operands operands) {
    this.reading = reading;
    this.program = reading.program();
    this.operands = operands;
  }

  /** The statement in {@code [from, to)}. */
  void statement(int from, int to) {
    int sign = sign(from, to);
    if (sign < 0) {
      operands.value(from, to);
      judge();
      if (declaresOnly(from, to)) {
        declare(from, to, Value.NONE);
      }
      return;
    }
    boolean adds = program.token(sign).is("+=");
    if (reading.java()) {
      Value value = operands.value(sign + 1, to);
      String type = operands.calls().resultType();
      target(from, sign, value, type, adds);
    } else {
      several(from, sign, to, adds);
    }
    if (isVerdict(from, sign)) {
      judge();
    } else {
      operands.calls().judged();
    }
  }

  /** The declaration of what stands in {@code [from, to)}: type and name, or name and type. */
  void declare(int from, int to, Value value) {
    if (reading.java()) {
      target(from, to, value, "", false);
    } else {
      String name = program.token(from).text();
      reading.scope().set(name, value);
      reading.scope().type(name, reading.names().plain(text(from + 1, to)));
    }
  }

  private void several(int from, int sign, int to, boolean adds) {
    List<int[]> targets = pieces(from, sign);
    List<int[]> sources = pieces(sign + 1, to);
    boolean pairs = targets.size() == sources.size();
    Value shared = Value.NONE;
    String type = "";
    for (int i = 0; i < targets.size(); i++) {
      if (pairs || i == 0) {
        Value all = Value.NONE;
        for (int[] source : pairs ? List.of(sources.get(i)) : sources) {
          all = all.or(operands.value(source[0], source[1]));
        }
        shared = all;
        type = operands.calls().resultType();
      }
      boolean verdict = i > 0 && !pairs && VERDICT.matcher(name(targets.get(i))).matches();
      target(targets.get(i)[0], targets.get(i)[1], verdict ? Value.NONE : shared, type, adds);
    }
  }

  private List<int[]> pieces(int from, int to) {
    List<int[]> pieces = new ArrayList<>();
    for (int at = from; at < to; ) {
      int end = Math.max(at + 1, Math.min(to, program.endOfExpression(at)));
      pieces.add(new int[] {at, end});
      at = end + 1;
    }
    return pieces;
  }

  private String name(int[] piece) {
    return piece[1] == piece[0] + 1 ? program.token(piece[0]).text() : "";
  }

  private void target(int from, int to, Value given, String resultType, boolean adds) {
    Scope scope = reading.scope();
    int last = to - 1;
    int start = program.token(from).is("*") ? from + 1 : from;
    boolean element = program.token(last).is("]") && program.partner(last) < last;
    Token end = program.token(last);
    Value value = passing(given, from);
    if (element) {
      grow(root(start, to), value.without(Marks.PROGRAM));
    } else if (end.isName() && program.token(last - 1).is(".") && last > start) {
      member(start, last, value);
    } else if (reading.java() && end.isName()) {
      declared(start, last, value, resultType, adds);
    } else if (!reading.java() && program.token(start).isName()) {
      String name = program.token(start).text();
      boolean typed = to > start + 1;
      scope.set(name, adds ? sum(scope.get(name), value) : value);
      String type = typed ? reading.names().plain(text(start + 1, to)) : resultType;
      if (!type.isEmpty()) {
        scope.type(name, type);
      }
    }
  }

  /* name = …, Type name = …, var name = … */
  private void declared(int start, int last, Value value, String resultType, boolean adds) {
    Scope scope = reading.scope();
    String name = program.token(last).text();
    if (last == start) {
      boolean field = !scope.knows(name) && reading.names().declares(name);
      if (field) {
        reading.field(reading.unit().owner() + "." + name, value);
        return;
      }
      scope.set(name, adds ? sum(scope.get(name), value) : value);
      if (scope.type(name).isEmpty()) {
        scope.type(name, resultType);
      }
      return;
    }
    String written = text(start, last).replaceAll("@\\w+|\\bfinal ", "").strip();
    boolean inferred = written.equals("var");
    String type = inferred ? resultType : reading.names().plain(written);
    boolean refined = type.equals("Object") || type.equals("Closeable");
    scope.type(name, refined && !resultType.isEmpty() ? resultType : type);
    if (resultType.startsWith("Safe")) {
      scope.type(name, resultType);
    }
    scope.set(name, reading.words().isNumeric(type) ? Value.NONE : value);
  }

  private void member(int start, int last, Value value) {
    String root = program.token(start).text();
    String type = root.equals("this") ? reading.unit().owner() : reading.scope().type(root);
    if (!type.isEmpty() && last == start + 2) {
      reading.field(type + "." + program.token(last).text(), value);
    }
    boolean own = root.equals("this") || root.equals(reading.scope().type(".receiver"));
    if (!own) {
      boolean behind = BEHIND_HOST.contains(program.token(last).text());
      grow(root, value.without(Marks.PROGRAM | (behind ? TaintClass.REQUEST.bit() : 0)));
    }
  }

  private void grow(String name, Value value) {
    if (!name.isEmpty()) {
      reading.scope().add(name, value);
    }
  }

  private String root(int start, int to) {
    for (int i = start; i < to; i++) {
      if (program.token(i + 1).is("[") && program.token(i).isName()) {
        return program.token(i).text();
      }
    }
    return "";
  }

  /* What is put behind an address does not choose its host; behind a bare scheme it does. */
  private static Value sum(Value known, Value added) {
    boolean scheme = known.is(Value.TEXT) && !known.any() && !known.is(Value.HOST);
    Value all = known.or(scheme ? added : added.without(TaintClass.REQUEST.bit()));
    return all.is(Value.TEXT) ? all.composed() : all;
  }

  private Value passing(Value value, int token) {
    return value.any() ? value.map(part -> part.passing(reading.step(token))) : value;
  }

  /* Type name; or name Type (after var) without a value */
  private boolean declaresOnly(int from, int to) {
    Token first = program.token(from);
    Token last = program.token(to - 1);
    if (to - from < 2 || !first.isName()) {
      return false;
    }
    if (!reading.java()) {
      return program.token(from - 1).is("var");
    }
    Token before = program.token(to - 2);
    return last.isName() && (before.isName() || before.is(">") || before.is("]"));
  }

  private int sign(int from, int to) {
    for (int i = from; i < to; i = Math.max(i, program.partner(i)) + 1) {
      Token token = program.token(i);
      if (token.is("=") || token.is(":=") || token.is("+=")) {
        return i > from ? i : -1;
      }
      if (token.is("->")) {
        return -1;
      }
    }
    return -1;
  }

  /* What a judgement is assigned to: err, ok, valid; or the last of several is such a name. */
  private boolean isVerdict(int from, int to) {
    Token last = program.token(to - 1);
    boolean several = program.token(to - 2).is(",");
    boolean one = to == from + 1 || (reading.java() && to == from + 2);
    return (one || several) && VERDICT.matcher(last.text()).matches();
  }

  private void judge() {
    operands.calls().judged().forEach(j -> reading.scope().judge(j.value(), j.classes()));
  }

  private String text(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(program.token(i).text()).append(program.token(i).isName() ? " " : "");
    }
    return text.toString().replace(" .", ".").replace(". ", ".").strip();
  }
}
