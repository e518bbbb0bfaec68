package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a file registers with a server by name: in calls, in tables, in what a model is offered. */
final class Registrations {
  private static final Set<String> REGISTERS =
      Set.of(
          "tool",
          "registerTool",
          "addTool",
          "prompt",
          "registerPrompt",
          "addPrompt",
          "resource",
          "registerResource",
          "addResource",
          "setRequestHandler",
          "add_tool",
          "register_tool",
          "addResourceTemplate");
  private static final Set<String> EXECUTES =
      Set.of(
          "function",
          "execute",
          "handler",
          "handle",
          "run",
          "callback",
          "invoke",
          "call",
          "fn",
          "func");
  private static final Set<String> DESCRIBES =
      Set.of("description", "inputSchema", "input_schema", "parameters", "schema");
  private static final Set<String> SHAPES = Set.of("inputSchema", "input_schema", "parameters");
  private static final int LARGEST_ENTRY = 2_000;

  private final Program program;
  private final Map<String, Integer> named = new LinkedHashMap<>();
  private boolean any;

  Registrations(Program program) {
    this.program = program;
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i).is("(") && registers(i)) {
        any = true;
        references(i);
        if (program.token(program.partner(i) + 1).is("(")) {
          references(program.partner(i) + 1);
        }
      } else if (program.token(i).is("call_tool") || program.token(i).is("CallToolRequestSchema")) {
        any = true;
      } else if (program.token(i + 1).is(":") && program.token(i + 2).isName()) {
        entry(i);
      } else if (program.token(i).text().equals("name") && program.token(i + 1).is(":")) {
        offered(i);
      }
    }
  }

  /** Whether the file registers anything. */
  boolean any() {
    return any;
  }

  /** Names that are registered as handlers, of this file or imported, and where. */
  Map<String, Integer> named() {
    return named;
  }

  /** Whether the call at {@code open} registers what it is given. */
  boolean registers(int open) {
    return REGISTERS.contains(program.token(program.called(open)).text());
  }

  /** Whether the object at {@code open} describes a tool that its member {@code name} runs. */
  boolean isEntry(int open, String name) {
    return program.token(open).is("{") && EXECUTES.contains(name) && has(open, DESCRIBES);
  }

  /* {"description": …, "function": name} */
  private void entry(int key) {
    int open = program.enclosing(key);
    boolean whole = program.token(key + 3).is(",") || program.token(key + 3).is("}");
    if (whole && isEntry(open, program.token(key).text())) {
      named.put(program.token(key + 2).text(), key + 2);
    }
  }

  /* {"name": "read_file", "parameters": {…}}: what a model is offered, unless the file itself calls
   * the function, and may have judged the arguments before. */
  private void offered(int key) {
    int open = program.enclosing(key);
    String name = program.token(key + 2).text();
    if (program.token(key + 2).isText()
        && program.token(open).is("{")
        && has(open, SHAPES)
        && isFunction(name)
        && !calls(name)) {
      named.put(name, key + 2);
    }
  }

  private boolean calls(String name) {
    for (int i = 0; i < program.size(); i++) {
      Token before = program.token(i - 1);
      if (program.token(i).is(name)
          && program.token(i + 1).is("(")
          && !before.is("def")
          && !before.is(".")
          && !before.is("function")) {
        return true;
      }
    }
    return false;
  }

  private void references(int open) {
    for (int at = open + 1; at < program.partner(open); at = program.endOfExpression(at) + 1) {
      int end = program.endOfExpression(at);
      boolean own = program.token(at).is("this") || program.token(at).is("self");
      int name = own ? at + 2 : at;
      boolean bound = program.token(name + 2).is("bind") && end == program.partner(name + 3) + 1;
      if (program.token(name).isName() && (end == name + 1 || bound)) {
        named.put(program.token(name).text(), name);
      } else if (program.token(name + 1).is("(") && end == program.partner(name + 1) + 1) {
        wrapped(name + 1);
      }
    }
  }

  /* withErrors(handler), limited(this.handler): what is wrapped whole is the handler. */
  private void wrapped(int open) {
    int at = program.token(open + 1).is("this") ? open + 3 : open + 1;
    int end = program.endOfExpression(open + 1);
    if (program.token(at).isName() && end == at + 1 && isFunction(program.token(at).text())) {
      named.put(program.token(at).text(), at);
    }
  }

  private boolean isFunction(String name) {
    return program.functions().stream().anyMatch(function -> function.name().equals(name));
  }

  private boolean has(int open, Set<String> keys) {
    int end = Math.min(program.partner(open), open + LARGEST_ENTRY);
    for (int at = open + 1; at < end; at = program.endOfExpression(at) + 1) {
      if (keys.contains(program.token(at).text())) {
        return true;
      }
    }
    return false;
  }
}
