package dev.sigil.scanner.poison;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.poison.SurfaceText.Kind;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds the sentences of a schema that are no descriptions, yet are handed to a model with them:
 * values that are allowed, and those that are taken where none is given.
 */
final class SchemaTexts {
  private static final Set<String> KEYS =
      Set.of("default", "const", "enum", "errorMessage", "$comment");
  private static final Set<String> CALLS =
      Set.of("default", "literal", "enum", "Enum", "DefaultString");
  private static final Pattern SENTENCE = Pattern.compile("(?s)(\\S+\\s+){4}.*");
  private static final int LARGEST = 2_000;

  private final Program program;
  private final JoinedText joined;
  private final Consumer<SurfaceText> sink;

  SchemaTexts(Program program, JoinedText joined, Consumer<SurfaceText> sink) {
    this.program = program;
    this.joined = joined;
    this.sink = sink;
  }

  void read() {
    for (int i = 0; i + 2 < program.size(); i++) {
      if (gives(i)) {
        values(i + 2);
      }
    }
    if (program.dialect() == Dialect.PYTHON) {
      program.functions().stream().filter(this::isTool).forEach(this::defaults);
    }
  }

  /* default: "…", enum: ["…"], Field(default="…"), z.enum(["…"]), .default("…"), Literal["…"] */
  private boolean gives(int i) {
    Token token = program.token(i);
    Token after = program.token(i + 1);
    boolean key = (after.is(":") || after.is("=")) && KEYS.contains(token.text());
    boolean call = after.is("(") && program.token(i - 1).is(".") && CALLS.contains(token.text());
    return key || call || (token.is("Literal") && after.is("["));
  }

  /* One value, or a list of them. */
  private void values(int at) {
    int end = program.token(at).is("[") ? program.partner(at) : at;
    if (end == at) {
      value(at);
      int close = program.partner(program.enclosing(at));
      end = program.token(at - 1).is("[") ? close : at;
    }
    for (int i = at + 1; i < Math.min(end, at + LARGEST); i = program.endOfExpression(i) + 1) {
      value(i);
    }
  }

  private boolean isTool(Function function) {
    return program.token(function.head()).is("@");
  }

  /* def tool(style: str = "…") */
  private void defaults(Function function) {
    for (int i = function.head(); i < function.from(); i++) {
      if (program.token(i).is("=") && program.token(i + 1).isText()) {
        value(i + 1);
      }
    }
  }

  private void value(int at) {
    joined
        .at(Kind.DESCRIPTION, at)
        .filter(text -> SENTENCE.matcher(text.value()).matches())
        .ifPresent(sink);
  }
}
