package dev.sigil.scanner.surface;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds tools: decorated functions, calls that register, and entries that stand in a list beside a
 * schema or a handler.
 */
public final class ToolDeclarations {
  private static final Set<String> DECORATORS = Set.of("tool", "mcp_tool");
  private static final Set<String> HANDLING =
      Set.of("handler", "execute", "run", "callback", "function");
  private static final Set<String> READ_ONLY = Set.of("readOnlyHint", "read_only_hint");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,127}");
  private static final Pattern REGISTERS =
      Pattern.compile("tool|registerTool|addTool|add_tool|register_tool|server_tool");
  private static final Set<String> BESIDE =
      Set.of(
          "inputSchema",
          "input_schema",
          "inputschema",
          "parameters",
          "handler",
          "execute",
          "annotations",
          "outputSchema",
          "schema");
  private static final int LARGEST_ENTRY = 4_000;
  private static final int LONGEST_PARAMETERS = 20_000;

  private final Program program;
  private final HandlerRanges ranges;
  private final List<ToolDeclaration> tools = new ArrayList<>();

  private ToolDeclarations(Program program) {
    this.program = program;
    this.ranges = new HandlerRanges(program);
  }

  /** In the order of the file; a name that is declared twice is there twice. */
  public static List<ToolDeclaration> of(Program program) {
    if (program.dialect().typed()) {
      return TypedTools.of(program);
    }
    ToolDeclarations found = new ToolDeclarations(program);
    if (program.dialect() == Dialect.PYTHON) {
      program.functions().forEach(found::decorated);
    }
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i).is("(")
          && REGISTERS.matcher(program.token(program.called(i)).text()).matches()) {
        found.registered(i);
      } else if (program.token(i).text().equals("name")) {
        found.entry(i);
      }
    }
    return found.tools;
  }

  private void decorated(Function function) {
    for (int i = function.head(); i < function.from() && !program.token(i).is("def"); i++) {
      if (DECORATORS.contains(program.token(i).text())
          && !program.token(i + 1).is(".")
          && (program.token(i - 1).is(".") || program.token(i - 1).is("@"))) {
        int open = program.token(i + 1).is("(") ? i + 1 : -1;
        String named = open < 0 ? "" : argument(open, "name");
        String first =
            open >= 0 && program.token(open + 1).isText() ? program.token(open + 1).text() : named;
        String described = open < 0 ? "" : argument(open, "description");
        String name = first.isEmpty() ? function.name() : first;
        String description = described.isEmpty() ? text(function.from()) : described;
        add(name, description, open, i, function.from(), function.to(), function.head());
        return;
      }
    }
  }

  /* server.tool("name", "what", {…}, handler), registerTool("name", {…}, handler) */
  private void registered(int open) {
    int close = program.partner(open);
    if (!program.token(open + 1).isText() || close <= open || program.token(open - 2).is("@")) {
      return;
    }
    int second = program.endOfExpression(open + 1) + 1;
    String described = text(second);
    String description = described.isEmpty() ? member(second, "description") : described;
    int last = open + 1;
    for (int at = open + 1; at < close; at = program.endOfExpression(at) + 1) {
      last = at;
    }
    Optional<int[]> range = ranges.expression(last, close);
    add(
        program.token(open + 1).text(),
        description,
        open,
        open + 1,
        range.map(r -> r[0]).orElse(-1),
        range.map(r -> r[1]).orElse(-1),
        open);
  }

  /* {name: "…", description: "…", inputSchema: …} and Tool(name="…", description="…", …) */
  private void entry(int key) {
    Token sign = program.token(key + 1);
    int open = program.enclosing(key);
    boolean call = program.token(open).is("(");
    boolean holds = program.token(open).is("{") || call;
    if (!(sign.is(":") || sign.is("=")) || !program.token(key + 2).isText() || !holds) {
      return;
    }
    boolean beside = false;
    int handler = -1;
    int end = Math.min(program.partner(open), open + LARGEST_ENTRY);
    for (int at = open + 1; at < end; at = program.endOfExpression(at) + 1) {
      String name = program.token(at).text();
      beside |= BESIDE.contains(name);
      handler = HANDLING.contains(name) ? at : handler;
    }
    boolean decorator = call && DECORATORS.contains(program.token(open - 1).text());
    if (!beside || decorator) {
      return;
    }
    String name = program.token(key + 2).text();
    Optional<int[]> own = handler < 0 ? Optional.empty() : ranges.member(handler);
    Optional<int[]> range = own.isPresent() ? own : ranges.dispatched(name);
    add(
        name,
        call ? argument(open, "description") : member(open, "description"),
        open,
        key + 2,
        range.map(r -> r[0]).orElse(-1),
        range.map(r -> r[1]).orElse(-1),
        open);
  }

  private void add(
      String name, String description, int open, int token, int from, int to, int head) {
    if (!NAME.matcher(name).matches()) {
      return;
    }
    int end = open < 0 ? from : Math.min(program.partner(open), head + LARGEST_ENTRY);
    StringBuilder parameters = new StringBuilder();
    boolean readOnly = false;
    for (int i = head; i < Math.max(end, from) && i < program.size(); i++) {
      if (i >= from && from >= 0) {
        break;
      }
      Token read = program.token(i);
      readOnly |=
          READ_ONLY.contains(read.text()) && program.token(i + 2).text().equalsIgnoreCase("true");
      if (parameters.length() < LONGEST_PARAMETERS) {
        parameters.append(read.text()).append(' ');
      }
    }
    tools.add(
        new ToolDeclaration(
            name, description.strip(), readOnly, parameters.toString(), token, from, to));
  }

  private String argument(int open, String name) {
    for (int at = open + 1; at < program.partner(open); at = program.endOfExpression(at) + 1) {
      if (program.token(at).is(name) && program.token(at + 1).is("=")) {
        return text(at + 2);
      }
    }
    return "";
  }

  private String member(int open, String name) {
    if (!program.token(open).is("{")) {
      return "";
    }
    int end = Math.min(program.partner(open), open + LARGEST_ENTRY);
    for (int at = open + 1; at < end; at = program.endOfExpression(at) + 1) {
      if (program.token(at).text().equals(name) && program.token(at + 1).is(":")) {
        return text(at + 2);
      }
    }
    return "";
  }

  /* The constant text that starts here, pieces joined. */
  private String text(int from) {
    StringBuilder text = new StringBuilder();
    int at = from;
    while (program.token(at).is("(")) {
      at++;
    }
    for (; at < program.size(); at++) {
      Token token = program.token(at);
      if (token.isText()) {
        text.append(token.text());
      } else if (token.kind() == Token.Kind.HOLE && program.partner(at) > at) {
        at = program.partner(at);
      } else if (token.kind() != Token.Kind.TEMPLATE
          && token.kind() != Token.Kind.TEMPLATE_END
          && !token.is("+")) {
        break;
      }
    }
    return text.toString();
  }
}
