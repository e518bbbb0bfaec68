package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

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
  private static final Set<String> ROUTES =
      Set.of("get", "post", "put", "delete", "patch", "all", "use", "ws");
  private static final Pattern ROUTERS =
      Pattern.compile("app|router|server|fastify|api|routes?|express|hono");
  private static final Pattern ASKS =
      Pattern.compile("(?i)auth|token|login|session|verif|protect|require|guard|secure");

  /* The SDK calls it with the address that a server's metadata names (CVE-2025-6514). */
  private static final String REDIRECTS = "redirectToAuthorization";

  private final Program program;
  private final Registrations registrations;
  private final ClientArguments arguments;
  private final boolean provides;

  Handlers(Program program) {
    this.program = program;
    this.registrations = new Registrations(program);
    this.arguments = new ClientArguments(program, registrations);
    this.provides = program.mentions(Set.of("OAuthClientProvider"));
  }

  boolean isHandler(Function function) {
    return named().containsKey(function.name())
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
    return registrations.named();
  }

  /** Whether a client fills in the parameter, as its name says. */
  boolean tells(Function function, String parameter) {
    return arguments.tells(function, parameter);
  }

  private String called(int open) {
    return program.token(program.called(open)).text();
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
      return registrations.registers(open)
          || isWrapped(open)
          || (ROUTES.contains(callee) && ROUTERS.matcher(receiver.text()).matches());
    }
    return registrations.isEntry(open, function.name())
        || (program.token(open).is("{") && annotated(function.head()));
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
    return last && program.token(around).is("(") && registrations.registers(around);
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
}
