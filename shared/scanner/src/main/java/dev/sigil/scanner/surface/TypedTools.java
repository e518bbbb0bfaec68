package dev.sigil.scanner.surface;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds tools of Go and Java: calls that make one, literals, builders and annotated methods. */
final class TypedTools {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,127}");
  private static final Pattern MAKES =
      Pattern.compile("NewTool|MustTool|RegisterTool|newTool|Tool|NewServerTool");
  private static final Pattern ANNOTATION = Pattern.compile("Tool|McpTool");
  private static final Pattern READS = Pattern.compile("(?i)(with)?readOnlyHint(annotation)?");
  private static final int LARGEST = 4_000;
  private static final int LONGEST_PARAMETERS = 20_000;
  private static final int LONGEST_CHAIN = 400;

  private final Program program;
  private final List<ToolDeclaration> tools = new ArrayList<>();

  private TypedTools(Program program) {
    this.program = program;
  }

  /** In the order of the file. */
  static List<ToolDeclaration> of(Program program) {
    TypedTools found = new TypedTools(program);
    for (int i = 0; i < program.size(); i++) {
      found.at(i);
    }
    if (program.dialect() == Dialect.JAVA) {
      program.functions().forEach(found::annotated);
    }
    return found.tools;
  }

  private void at(int i) {
    Token token = program.token(i);
    Token next = program.token(i + 1);
    boolean annotation = program.token(i - 1).is("@");
    if (!token.isName() || annotation) {
      return;
    }
    if (next.is("(") && program.token(i + 2).isText() && MAKES.matcher(token.text()).matches()) {
      made(i + 1);
    } else if (token.is("Tool") && next.is("{") && program.partner(i + 1) > i + 1) {
      literal(i + 1);
    } else if (token.is("Tool") && next.is(".") && program.token(i + 2).is("builder")) {
      built(i);
    }
  }

  /* NewTool("name", WithDescription("what"), …), MustTool("name", "what", …) */
  private void made(int open) {
    int close = Math.min(program.partner(open), open + LARGEST);
    int second = program.endOfExpression(open + 2) + 1;
    String positional = text(program.endOfExpression(open + 1) + 1, close);
    String described = positional.isEmpty() ? within(open, close) : positional;
    if (second <= close || !described.isEmpty()) {
      add(program.token(open + 1).text(), described, open + 1, open, close, -1, -1);
    }
  }

  private String within(int from, int to) {
    for (int i = from; i < to; i++) {
      boolean given = program.token(i + 1).is("(") && program.token(i + 2).isText();
      if (given && program.token(i).text().matches("WithDescription|setDescription")) {
        return text(i + 2, to);
      }
    }
    return "";
  }

  /* Tool{Name: "name", Description: "what"} */
  private void literal(int open) {
    int close = Math.min(program.partner(open), open + LARGEST);
    String name = "";
    String description = "";
    for (int at = open + 1; at < close; at = program.endOfExpression(at) + 1) {
      boolean keyed = program.token(at + 1).is(":");
      name = keyed && program.token(at).is("Name") ? text(at + 2, close) : name;
      boolean describes = keyed && program.token(at).is("Description");
      description = describes ? text(at + 2, close) : description;
    }
    add(name, description, open - 1, open, close, -1, -1);
  }

  /* Tool.builder().name("name").description("what").build() */
  private void built(int start) {
    String name = "";
    String description = "";
    int at = start;
    int limit = Math.min(program.size(), start + LONGEST_CHAIN);
    while (at < limit && !program.token(at).is(";") && !program.token(at).is("build")) {
      if (program.token(at + 1).is("(") && program.token(at + 2).isText()) {
        name = program.token(at).is("name") ? program.token(at + 2).text() : name;
        boolean describes = program.token(at).is("description");
        description = describes ? text(at + 2, limit) : description;
      }
      at = Math.max(at, program.partner(at)) + 1;
    }
    add(name, description, start, start, at, -1, -1);
  }

  /* @Tool(name = "name", description = "what") */
  private void annotated(Function function) {
    for (int i = function.head(); i < function.from() && i < function.head() + LARGEST; i++) {
      if (program.token(i).is("@") && ANNOTATION.matcher(program.token(i + 1).text()).matches()) {
        int open = i + 2;
        boolean given = program.token(open).is("(") && program.partner(open) > open;
        int close = given ? program.partner(open) : i + 2;
        String name = attribute(open, close, "name");
        String described = attribute(open, close, "description");
        String first = given ? text(open + 1, close) : "";
        add(
            name.isEmpty() ? function.name() : name,
            described.isEmpty() ? first : described,
            i,
            i,
            function.from(),
            function.from(),
            function.to());
        return;
      }
    }
  }

  private String attribute(int open, int close, String name) {
    for (int i = open; i < close; i++) {
      if (program.token(i).is(name) && program.token(i + 1).is("=")) {
        return text(i + 2, close);
      }
    }
    return "";
  }

  private void add(
      String name, String description, int token, int start, int end, int from, int to) {
    if (!NAME.matcher(name).matches()) {
      return;
    }
    StringBuilder parameters = new StringBuilder();
    boolean readOnly = false;
    for (int i = start; i < end && parameters.length() < LONGEST_PARAMETERS; i++) {
      Token read = program.token(i);
      readOnly |=
          READS.matcher(read.text()).matches() && program.token(i + 2).text().matches("true");
      parameters.append(read.text()).append(' ');
    }
    tools.add(
        new ToolDeclaration(
            name, description.strip(), readOnly, parameters.toString(), token, from, to));
  }

  /* The constant text that starts here, pieces joined. */
  private String text(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int at = from; at < to; at++) {
      if (program.token(at).isText()) {
        text.append(program.token(at).text());
      } else if (!program.token(at).is("+")) {
        break;
      }
    }
    return text.toString();
  }
}
