package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Function.Parameter;
import dev.sigil.scanner.code.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the functions of a file. Literals, lambdas and the methods of anonymous classes are read
 * where they stand, so they see the variables around them.
 */
final class Functions {
  private final Reading reading;
  private final Program program;
  private final Operands operands;
  private final Statements statements;
  private final Map<Integer, Function> byHead = new HashMap<>();
  private final NavigableMap<Integer, Function> byBody = new TreeMap<>();
  private final Set<Integer> done = new HashSet<>();

  Functions(Reading reading) {
    this.reading = reading;
    this.program = reading.program();
    this.operands = new Operands(reading, this);
    this.statements = new Statements(reading, operands, this);
    for (Function function : program.functions()) {
      byHead.put(function.head(), function);
      byBody.put(function.from(), function);
    }
  }

  void file() {
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i).is("(") && reading.words().registers(program.token(i - 1).text())) {
        registered(i);
      }
    }
    for (Function function : program.functions()) {
      if (!done.contains(function.from()) && !reading.exhausted()) {
        reading.scope().reset();
        read(function);
      }
    }
  }

  /* The functions that a call that registers is given by name: handle, s.handle. */
  private void registered(int open) {
    int close = program.partner(open);
    for (int at = open + 1; at < close; at = program.endOfExpression(at) + 1) {
      int end = Math.min(close, program.endOfExpression(at));
      if (end > at && end <= at + 3 && program.token(end - 1).isName()) {
        reading.register(program.token(end - 1).text());
      }
    }
  }

  /** Reads the function literal (Go) at {@code func}; returns where it ends. */
  int literal(int func) {
    Function function = byHead.get(func);
    if (function == null) {
      return func + 1;
    }
    read(function);
    return function.to();
  }

  /** Reads a lambda with parameters in {@code [from, to)}; returns where it ends. */
  int lambda(int from, int to, int body, int limit) {
    List<Parameter> parameters = new ArrayList<>();
    for (int at = from; at < to; at = program.endOfExpression(at) + 1) {
      int end = Math.min(to, program.endOfExpression(at));
      parameters.add(new Parameter(program.token(end - 1).text(), parameters.size()));
    }
    boolean block = program.token(body).is("{");
    int end = block ? program.partner(body) + 1 : Math.min(limit, program.endOfExpression(body));
    read(new Function("", parameters, from, body, Math.max(body, end)));
    return Math.max(body, end);
  }

  /** Reads the methods of an anonymous or local class. */
  void nested(int open, int close) {
    for (Function function : byBody.subMap(open, Math.max(open, close)).values()) {
      reading.spend();
      if (!done.contains(function.from()) && !reading.exhausted()) {
        read(function);
      }
    }
  }

  void block(int from, int to) {
    statements.walk(from, to);
  }

  /** A function that is passed by its name. */
  void reference(String name) {
    if (reading.words().registers(operands.calls().callee())) {
      reading.register(name);
    }
  }

  private void read(Function function) {
    done.add(function.from());
    if (!reading.descend(1)) {
      return;
    }
    boolean registered =
        function.name().isEmpty() && reading.words().registers(operands.calls().callee());
    Value passed = operands.calls().around();
    Unit unit = unit(function);
    Unit outer = reading.enter(unit);
    Map<String, Value> hidden = new HashMap<>();
    Scope scope = reading.scope();
    for (Parameter parameter : function.parameters()) {
      if (scope.knows(parameter.name())) {
        hidden.put(parameter.name(), scope.get(parameter.name()));
      }
      bind(function, unit, parameter, passed);
    }
    control(function, unit, registered);
    boolean expression = !program.token(function.from()).is("{");
    if (expression) {
      unit.returns(operands.value(function.from(), function.to()));
    } else {
      statements.walk(function.from() + 1, function.to() - 1);
    }
    hidden.forEach(scope::set);
    reading.enter(outer);
    reading.add(unit);
    reading.ascend();
  }

  private Unit unit(Function function) {
    String owner = reading.java() ? reading.names().owner(function.from()) : "";
    int count = 0;
    for (Parameter parameter : function.parameters()) {
      owner = parameter.position() < 0 ? reading.names().plain(parameter.type()) : owner;
      count += parameter.position() >= 0 ? 1 : 0;
    }
    boolean inner = function.name().isEmpty() && !reading.unit().owner().isEmpty();
    return new Unit(function.name(), inner ? reading.unit().owner() : owner, reading.path(), count);
  }

  private void bind(Function function, Unit unit, Parameter parameter, Value passed) {
    Scope scope = reading.scope();
    String type = parameter.type();
    scope.type(parameter.name(), reading.names().plain(type));
    if (parameter.position() < 0) {
      scope.type(".receiver", parameter.name());
      scope.set(parameter.name(), Value.NONE);
      return;
    }
    unit.name(parameter.position(), parameter.name());
    boolean callback = function.name().isEmpty();
    Value own = Value.of(Part.of(new Origin.Parameter(unit, parameter.position())));
    Value value = callback && reading.java() ? own.or(passed.about(0)) : own;
    scope.set(parameter.name(), reading.words().isHarmless(type) ? Value.NONE : value);
  }

  private void control(Function function, Unit unit, boolean registered) {
    FlowRules.Words words = reading.words();
    boolean all = registered || annotated(function);
    boolean writes = false;
    int request = Integer.MAX_VALUE;
    for (Parameter parameter : function.parameters()) {
      boolean asked = parameter.position() >= 0 && words.isRequest(parameter.type());
      request = asked ? Math.min(request, parameter.position()) : request;
      writes |= parameter.type().endsWith("ResponseWriter");
    }
    if (request < Integer.MAX_VALUE) {
      all = annotated(function);
      unit.decided();
    }
    boolean lambda = registered && reading.java() && function.parameters().size() > 1;
    for (Parameter parameter : function.parameters()) {
      boolean web = parameter.type().endsWith("http.Request");
      boolean carrier = words.isCarrier(parameter.type()) && (!web || writes);
      boolean first = lambda && parameter.position() == 0;
      boolean after = parameter.position() >= request;
      if (parameter.position() >= 0 && !first && (carrier || all || after)) {
        unit.controlled(parameter.position());
      }
    }
  }

  private boolean annotated(Function function) {
    for (int i = function.head(); reading.java() && i < function.from(); i++) {
      if (program.token(i).is("(") && !program.token(i - 2).is("@")) {
        return false;
      }
      if (program.token(i).is("@")
          && reading.words().isHandlerAnnotation(program.token(i + 1).text())) {
        return true;
      }
    }
    return false;
  }
}
