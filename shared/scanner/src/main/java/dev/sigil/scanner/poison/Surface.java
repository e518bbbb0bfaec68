package dev.sigil.scanner.poison;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.poison.SurfaceText.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the texts of a program that reach a model: descriptions and instructions, docstrings of
 * tools, parameter names; with what {@link SchemaTexts} and {@link AnswerTexts} find.
 */
final class Surface {
  private static final Set<String> DESCRIBING =
      Set.of(
          "description",
          "instructions",
          "title",
          "summary",
          "systemprompt",
          "system_prompt",
          "describe",
          "doc");
  private static final Set<String> REGISTERING =
      Set.of(
          "tool",
          "prompt",
          "resource",
          "registertool",
          "musttool",
          "registerprompt",
          "registerresource",
          "addtool",
          "add_tool");
  private static final Pattern DECORATOR =
      Pattern.compile("tool|prompt|resource|list_tools|instructions");
  private static final Pattern CALLS =
      Pattern.compile("(?i)tool|prompt|resource|server|mcp|field|param|argument|schema|agent");
  private static final Pattern LISTS = Pattern.compile("(?i)(tools|prompts|resources)");
  /* What a command line tells about itself is read by people. */
  private static final Pattern COMMAND_LINE =
      Pattern.compile("(?i)argument_?parser|add_(sub)?parsers?|add_argument|typer|option");
  private static final Pattern BESIDE =
      Pattern.compile(
          "(?i)(input_?|output_?|args_?|config_?)?schema|parameters|function|handler|execute|callback"
              + "|(readonly|destructive|idempotent|openworld)hint|annotations|arguments|inputs|required|type|uri|uritemplate|mimetype|run|func|args");
  private static final int LONGEST_WORD = 16;
  private static final int LARGEST_ENTRY = 2_000;

  private final Program program;
  private final JoinedText joined;
  private final List<SurfaceText> texts = new ArrayList<>();
  private final Set<String> describing = new HashSet<>();

  private Surface(Program program) {
    this.program = program;
    this.joined = new JoinedText(program);
  }

  static List<SurfaceText> of(Program program) {
    Surface surface = new Surface(program);
    surface.described();
    if (program.dialect().typed()) {
      new TypedSurface(program, surface.joined, surface::names, surface.texts::add).read();
    }
    if (program.dialect() == Dialect.PYTHON) {
      surface.docstrings();
    }
    new SchemaTexts(program, surface.joined, surface.texts::add).read();
    new AnswerTexts(program, surface.joined, surface.describing, surface.texts::add).read();
    return surface.texts;
  }

  private void described() {
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      Token after = program.token(i + 1);
      boolean key = (token.isName() || token.isText()) && gives(after);
      boolean named = key && token.text().equals("name") && program.token(i + 2).isText();
      if (named && belongsToSurface(i)) {
        add(Kind.NAME, i + 2);
      } else if (key && isIn(DESCRIBING, token) && !forPeople(program, i)) {
        describe(belongsToSurface(i) ? Kind.DESCRIPTION : Kind.ANSWER, i + 2);
      } else if (token.is("describe") && after.is("(")) {
        describe(Kind.DESCRIPTION, i + 2);
      } else if (token.is("__doc__") && after.is("=")) {
        add(Kind.MUTATION, i + 2);
      } else if (token.isName() && after.is("(") && registers(token)) {
        add(Kind.NAME, i + 2);
        describe(Kind.DESCRIPTION, program.endOfExpression(i + 2) + 1);
      } else if (after.is(":") && token.text().length() > 10 && declaresType(i + 2)) {
        texts.add(SurfaceText.of(Kind.PARAMETER, token.text(), token.start()));
      }
    }
  }

  private static boolean gives(Token sign) {
    return sign.is(":") || sign.is("=") || sign.is("+=");
  }

  /* A description counts when it stands beside a schema or handler, or in a call that registers;
   * tables that describe attacks have descriptions too. */
  private boolean belongsToSurface(int key) {
    int open = program.enclosing(key);
    if (open < 0 || program.token(open).is("(")) {
      return open < 0 || CALLS.matcher(program.token(open - 1).text()).find();
    }
    int end = Math.min(program.partner(open), open + LARGEST_ENTRY);
    for (int i = open + 1; i < end; i = program.endOfExpression(i) + 1) {
      if (BESIDE.matcher(program.token(i).text()).matches()) {
        return true;
      }
    }
    int call = program.enclosing(open);
    if (program.token(call).is("[") && LISTS.matcher(program.token(call - 2).text()).matches()) {
      return true;
    }
    return program.token(call).is("(") && CALLS.matcher(program.token(call - 1).text()).find();
  }

  static boolean forPeople(Program program, int key) {
    int open = program.enclosing(key);
    return program.token(open).is("(")
        && COMMAND_LINE.matcher(program.token(open - 1).text()).matches();
  }

  private boolean declaresType(int value) {
    Token token = program.token(value);
    return token.is("{") || token.is("z");
  }

  private static boolean registers(Token token) {
    return isIn(REGISTERING, token);
  }

  private static boolean isIn(Set<String> words, Token token) {
    return token.text().length() <= LONGEST_WORD
        && words.contains(token.text().toLowerCase(Locale.ROOT));
  }

  private void docstrings() {
    for (Function function : program.functions()) {
      if (decorated(function)) {
        add(Kind.DESCRIPTION, function.from());
        decorators(function);
        int at = program.token(function.head()).start();
        function.parameters().stream()
            .map(parameter -> SurfaceText.of(Kind.PARAMETER, parameter.name(), at))
            .forEach(texts::add);
      }
    }
  }

  /* What stands by its place alone: @tool("name", "what it does"), @documented("what it does") */
  private void decorators(Function function) {
    for (int i = function.head(); i < function.from() && !program.token(i).is("def"); i++) {
      boolean placed = program.token(i - 1).is("(") || program.token(i - 1).is(",");
      if (placed && program.token(i).text().indexOf(' ') >= 0) {
        add(Kind.DESCRIPTION, i);
      }
    }
  }

  private boolean decorated(Function function) {
    for (int i = function.head(); i < function.from() && !program.token(i).is("def"); i++) {
      if (program.token(i).isName() && DECORATOR.matcher(program.token(i).text()).find()) {
        return true;
      }
    }
    return false;
  }

  private void describe(Kind kind, int at) {
    add(kind, at);
    if (kind == Kind.DESCRIPTION) {
      names(at);
    }
  }

  /* A constant that stands where a description is wanted is one, wherever its text is. */
  private void names(int at) {
    int last = at;
    while (program.token(last + 1).is(".")) {
      last += 2;
    }
    Token after = program.token(last + 1);
    if (program.token(last).isName() && (after.is(",") || after.is(")") || after.is("}"))) {
      describing.add(program.token(last).text());
    }
  }

  private void add(Kind kind, int at) {
    joined.at(kind, at).ifPresent(texts::add);
  }
}
