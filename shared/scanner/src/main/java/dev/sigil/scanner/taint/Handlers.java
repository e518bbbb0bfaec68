package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which functions of a file are called by the outside: tools, prompts, resources, routes. */
final class Handlers {
  private static final Pattern DECORATOR =
      Pattern.compile(
          "tool|call_tool|prompt|get_prompt|resource|read_resource|custom_route|route|get|post|put|delete"
              + "|patch|websocket|register_tool|mcp_tool");
  private static final Pattern ANNOTATION =
      Pattern.compile(
          "(Mcp)?(Tool|Prompt|Resource)|Get|Post|Put|Delete|Patch|All|MessagePattern|Query|Mutation");
  private static final Set<String> BEFORE_METHOD =
      Set.of("async", "public", "private", "protected");
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
  private static final Set<String> ROUTES =
      Set.of("get", "post", "put", "delete", "patch", "all", "use", "ws");
  private static final Pattern ROUTERS =
      Pattern.compile("app|router|server|fastify|api|routes?|express|hono");
  private static final Pattern ASKS =
      Pattern.compile("(?i)auth|token|login|session|verif|protect|require|guard|secure");
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
  private static final Set<String> TELLING =
      Set.of("arguments", "args", "toolArgs", "tool_args", "tool_input", "toolInput", "req");

  private static final Set<String> SHAPES = Set.of("inputSchema", "input_schema", "parameters");
  private static final Set<String> CHOOSES =
      Set.of(
          "name", "tool", "tool_name", "toolName", "method", "function_name", "fn_name", "action");

  /* The SDK calls it with the address that a server's metadata names (CVE-2025-6514). */
  private static final String REDIRECTS = "redirectToAuthorization";
  private static final int LARGEST_ENTRY = 2_000;
  private static final int FEWEST_CHOICES = 2;

  private final Program program;
  private final Map<String, Integer> named = new LinkedHashMap<>();
  private boolean registers;
  private boolean provides;

  Handlers(Program program) {
    this.program = program;
    for (int i = 0; i < program.size(); i++) {
      provides |= program.token(i).is("OAuthClientProvider");
      if (program.token(i).is("(") && REGISTERS.contains(called(i))) {
        registers = true;
        references(i);
        if (program.token(program.partner(i) + 1).is("(")) {
          references(program.partner(i) + 1);
        }
      } else if (program.token(i).is("call_tool") || program.token(i).is("CallToolRequestSchema")) {
        registers = true;
      } else if (program.token(i + 1).is(":") && program.token(i + 2).isName()) {
        entry(i);
      } else if (program.token(i).text().equals("name") && program.token(i + 1).is(":")) {
        offered(i);
      }
    }
  }

  boolean isHandler(Function function) {
    return named.containsKey(function.name())
        || redirects(function)
        || (program.dialect() == Dialect.PYTHON ? decorated(function) : registered(function));
  }

  private boolean redirects(Function function) {
    return provides && function.name().equals(REDIRECTS);
  }

  /** Whether a tool tells the model what it is for: by a docstring or in what registers it. */
  boolean isStated(Function function) {
    if (redirects(function)) {
      return false;
    }
    if (program.dialect() == Dialect.SCRIPT || program.token(function.from()).isText()) {
      return true;
    }
    boolean tool = false;
    for (int i = function.head(); i < function.from() && !program.token(i).is("def"); i++) {
      boolean called = program.token(i).is("tool") && program.token(i + 1).is("(");
      tool |= called && program.partner(i + 1) == i + 2;
    }
    return !tool;
  }

  /** Names that are registered as handlers, of this file or imported, and where. */
  Map<String, Integer> named() {
    return named;
  }

  /**
   * Whether a parameter's name says that a client filled it in; only in a file that registers. In
   * Python, where a command line's arguments have the same name, it must be read like a dictionary.
   */
  boolean tells(Function function, String parameter) {
    return TELLING.contains(parameter)
        && (registers || dispatches(function))
        && (program.dialect() == Dialect.SCRIPT || isRead(function, parameter));
  }

  /* call(name, arguments): what to do is chosen by a name that stands beside the arguments. */
  private boolean dispatches(Function function) {
    Set<String> chosen =
        function.parameters().stream()
            .map(Function.Parameter::name)
            .filter(CHOOSES::contains)
            .collect(Collectors.toSet());
    int choices = 0;
    for (int i = function.from(); i < function.to() && !chosen.isEmpty(); i++) {
      boolean names = chosen.contains(program.token(i).text());
      boolean compared = program.token(i + 1).text().startsWith("==");
      choices += names && compared && program.token(i + 2).isText() ? 1 : 0;
      boolean switches = program.token(i - 2).is("switch") || program.token(i - 1).is("match");
      choices += names && switches ? FEWEST_CHOICES : 0;
    }
    return choices >= FEWEST_CHOICES;
  }

  private boolean isRead(Function function, String parameter) {
    for (int i = function.from(); i < function.to(); i++) {
      Token after = program.token(i + 1);
      if (program.token(i).is(parameter)
          && (after.is("[") || (after.is(".") && program.token(i + 2).is("get")))) {
        return true;
      }
    }
    return false;
  }

  /* {"description": …, "function": name} */
  private void entry(int key) {
    int open = program.enclosing(key);
    boolean whole = program.token(key + 3).is(",") || program.token(key + 3).is("}");
    if (whole
        && EXECUTES.contains(program.token(key).text())
        && program.token(open).is("{")
        && describes(open)) {
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

  private String called(int open) {
    return program.token(program.called(open)).text();
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

  private boolean decorated(Function function) {
    for (int i = function.head(); i < function.from() && !program.token(i).is("def"); i++) {
      boolean last = !program.token(i + 1).is(".");
      boolean applied = program.token(i - 1).is(".") || program.token(i - 1).is("@");
      if (last && applied && DECORATOR.matcher(program.token(i).text()).matches()) {
        return true;
      }
    }
    return false;
  }

  private boolean registered(Function function) {
    int open = program.enclosing(function.head());
    if (program.token(open).is("(")) {
      String callee = called(open);
      Token receiver = program.token(program.called(open) - 2);
      return REGISTERS.contains(callee)
          || isWrapped(open)
          || (ROUTES.contains(callee) && ROUTERS.matcher(receiver.text()).matches());
    }
    boolean entry = EXECUTES.contains(function.name()) && describes(open);
    return program.token(open).is("{") && (entry || annotated(function.head()));
  }

  /* @Tool({…}) async name(…), @Get("path") name(…) */
  private boolean annotated(int head) {
    int at = head - 1;
    while (BEFORE_METHOD.contains(program.token(at).text())) {
      at--;
    }
    if (!program.token(at).is(")") || program.partner(at) >= at) {
      return false;
    }
    int name = program.partner(at) - 1;
    return program.token(name - 1).is("@")
        && ANNOTATION.matcher(program.token(name).text()).matches();
  }

  /* server.tool(name, shape, withErrors(async (args) => …)) */
  private boolean isWrapped(int open) {
    int around = program.enclosing(program.called(open));
    boolean last = program.token(program.partner(open) + 1).is(")");
    return last && program.token(around).is("(") && REGISTERS.contains(called(around));
  }

  /**
   * Whether callers of a route are asked who they are before it: {@code app.post(path, requireAuth,
   * (req, res) => …)}. What they may do then is for the server to say.
   */
  boolean asksWho(Function function) {
    int open = program.enclosing(function.head());
    if (!program.token(open).is("(") || !ROUTES.contains(called(open))) {
      return false;
    }
    for (int at = open + 1; at < function.head(); at = program.endOfExpression(at) + 1) {
      if (program.token(at).isName() && ASKS.matcher(program.token(at).text()).find()) {
        return true;
      }
    }
    return false;
  }

  private boolean describes(int open) {
    return has(open, DESCRIBES);
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
