package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Enters functions: what their parameters carry before their first statement. */
final class Entries {
  private static final Set<String> CONTEXT =
      Set.of(
          "ctx",
          "context",
          "extra",
          "next",
          "res",
          "response",
          "self",
          "session",
          "logger",
          "signal",
          "reportProgress",
          "sendNotification",
          "authInfo",
          "requestInfo");
  private static final Pattern FIELD = Pattern.compile("private|public|protected|readonly");

  private final Program program;
  private final Handlers handlers;
  private final Declared declared;
  private final Summaries summaries;
  private final Variables variables;
  private final Expressions expressions;

  Entries(
      Program program,
      Handlers handlers,
      Summaries summaries,
      Variables variables,
      Expressions expressions) {
    this.program = program;
    this.handlers = handlers;
    this.declared = new Declared(program);
    this.summaries = summaries;
    this.variables = variables;
    this.expressions = expressions;
  }

  /** Opens the scope of {@code function} and sets what its parameters carry. */
  void enter(Function function) {
    boolean handler = handlers.isHandler(function);
    Taint passed = function.name().isEmpty() && !handler ? receiver(function) : Taint.NONE;
    boolean inner = function.name().isEmpty() && variables.inFunction();
    variables.open(function.name(), function.to());
    Map<Integer, Taint> arguments = summaries.given(function.name());
    boolean stated = handlers.isStated(function);
    boolean asks = handlers.asksWho(function);
    BitSet apart = apart(function);
    int at = function.head();
    for (Function.Parameter parameter : function.parameters()) {
      at = declaration(function, parameter.name(), at);
      boolean proven = handler || handlers.tells(function, parameter.name());
      Taint own =
          proven
              ? proven(parameter, at, stated, asks)
              : inner ? passed : own(function, parameter, apart, at);
      Taint given = arguments.getOrDefault(parameter.position(), Taint.NONE);
      boolean harmless = isContext(parameter.name()) || declared.isHarmless(function, at);
      Taint taint =
          harmless ? Taint.NONE : shaped(function, proven ? own : own.or(given), parameter, at);
      variables.set(parameter.name(), taint);
      if (taint.any() && isField(function, at)) {
        variables.set("." + parameter.name(), taint.passing(function.head()));
      }
    }
  }

  /* ({ port, name }) => …, where a schema of the file says what they are */
  private Taint shaped(Function function, Taint taint, Function.Parameter parameter, int at) {
    boolean part = program.token(program.enclosing(at)).is("{");
    int call = program.enclosing(function.head());
    return part ? expressions.shapes().left(parameter.name(), taint, call, function.head()) : taint;
  }

  /* constructor(private readonly name: string) */
  private boolean isField(Function function, int at) {
    return program.token(function.head()).is("constructor")
        && FIELD.matcher(program.token(at - 1).text()).matches();
  }

  private static Taint proven(
      Function.Parameter parameter, int at, boolean stated, boolean asksWho) {
    Taint taint = Taint.of(parameter.name(), true, at);
    return !stated ? taint.asUnstated() : asksWho ? taint.without(Taint.PROGRAM) : taint;
  }

  private static Taint own(Function function, Function.Parameter parameter, BitSet apart, int at) {
    if (function.name().isEmpty()) {
      return Taint.of(parameter.name(), false, at);
    }
    String part = apart.get(parameter.position()) ? parameter.name() : "";
    Param param = new Param(function.name(), parameter.position(), part);
    return Taint.of(param, parameter.name(), at);
  }

  /* Positions of what is taken apart where it is declared, which is given part by part. */
  private static BitSet apart(Function function) {
    BitSet seen = new BitSet();
    BitSet apart = new BitSet();
    for (Function.Parameter parameter : function.parameters()) {
      int position = parameter.position();
      apart.set(position, seen.get(position));
      seen.set(position);
    }
    return apart;
  }

  /** Whether a parameter of this name is the framework's rather than the caller's. */
  static boolean isContext(String parameter) {
    String plain = parameter.replaceFirst("^_+", "");
    return plain.isEmpty() || CONTEXT.contains(plain) || CONTEXT.contains(parameter);
  }

  /* Parameters are declared in their order, so the next one is sought behind the last. */
  private int declaration(Function function, String parameter, int from) {
    for (int i = from; i < function.from(); i++) {
      if (program.token(i).is(parameter)) {
        return i;
      }
    }
    return function.from();
  }

  /* A callback sees the elements of what it is called on: paths.map(p => …). */
  private Taint receiver(Function function) {
    int open = program.enclosing(function.head());
    if (!program.token(open).is("(")) {
      return Taint.NONE;
    }
    Callee callee = program.callee(open);
    return callee.name().contains(".") ? expressions.value(callee.start(), open - 2) : Taint.NONE;
  }
}
