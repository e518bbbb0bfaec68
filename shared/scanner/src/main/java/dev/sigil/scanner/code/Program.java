package dev.sigil.scanner.code;

import dev.sigil.scanner.code.Token.Kind;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One file's tokens with their brackets matched and its functions found. Immutable. */
public final class Program {
  private static final Token NOTHING = new Token(Kind.OPERATOR, "", 0, false, 0);
  private static final int LONGEST_EXPRESSION = 4_000;
  private static final int LONGEST_TYPE = 60;

  private final Dialect dialect;
  private final Token[] tokens;
  private final Set<String> words;
  private final int[] partners;
  private final int[] enclosing;
  private final List<Function> functions;
  private final @Nullable Callee[] callees;
  private final Aliases aliases;

  private Program(Dialect dialect, Lexer lexer) {
    this.dialect = dialect;
    this.tokens = lexer.tokens().toArray(Token[]::new);
    this.words = lexer.words();
    this.partners = Brackets.partners(tokens);
    this.enclosing = Brackets.enclosing(partners);
    this.functions =
        switch (dialect) {
          case PYTHON -> PythonFunctions.find(this);
          case SCRIPT -> ScriptFunctions.find(this);
          case GO -> GoFunctions.find(this);
          case JAVA -> JavaFunctions.find(this);
        };
    this.callees = new Callee[tokens.length];
    this.aliases = Aliases.of(this);
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i].is("(")) {
        callees[i] = Callee.at(this, aliases, i);
      }
    }
  }

  /** Reads {@code text}, which has one character per byte of UTF-8. */
  public static Program read(Dialect dialect, String text) {
    return new Program(dialect, Lexer.read(dialect, text));
  }

  /** Reads a file, or the stretch of it that is shown. */
  public static Program of(ScannedFile file, Dialect dialect) {
    return read(dialect, file.window(0, Integer.MAX_VALUE));
  }

  public Dialect dialect() {
    return dialect;
  }

  public int size() {
    return tokens.length;
  }

  /** The token at {@code index}, or an operator without text beyond either end. */
  public Token token(int index) {
    return index >= 0 && index < tokens.length ? tokens[index] : NOTHING;
  }

  /** Where the bracket at {@code index} closes or opens; {@code index} itself when it does not. */
  public int partner(int index) {
    return index >= 0 && index < partners.length ? partners[index] : index;
  }

  /** What the parenthesis at {@code index} calls; its name is empty when it is no call. */
  public Callee callee(int index) {
    Callee callee = index >= 0 && index < callees.length ? callees[index] : null;
    return callee == null ? new Callee("", index, index) : callee;
  }

  /** The calls of the file, in the order of their parentheses. */
  public Stream<Callee> calls() {
    return Arrays.stream(callees).filter(Objects::nonNull).filter(call -> !call.name().isEmpty());
  }

  /** Whether the code names any of {@code names}. */
  public boolean mentions(Set<String> names) {
    return !Collections.disjoint(words, names);
  }

  /** What the file's names stand for. */
  public Aliases aliases() {
    return aliases;
  }

  /** The bracket around {@code index}; -1 at the top. */
  public int enclosing(int index) {
    return index >= 0 && index < enclosing.length ? enclosing[index] : -1;
  }

  /**
   * The name before the parenthesis at {@code open}, type arguments skipped: {@code tool} in {@code
   * server.tool<Shape>(}. Just before the parenthesis when there are none.
   */
  public int called(int open) {
    int at = open - 1;
    if (dialect != Dialect.SCRIPT || !token(at).is(">") || !isAdjacent(at, open)) {
      return at;
    }
    int depth = 0;
    for (int steps = 0; steps < LONGEST_TYPE && at > 0; steps++) {
      Token token = token(at);
      depth += token.is(">") ? 1 : token.is("<") ? -1 : 0;
      if (depth == 0) {
        return token(at - 1).isName() ? at - 1 : open - 1;
      }
      if (token.is(";") || token.is("&&") || token.is("||")) {
        return open - 1;
      }
      at = partner(at) < at ? partner(at) - 1 : at - 1;
    }
    return open - 1;
  }

  private boolean isAdjacent(int at, int open) {
    return token(open).start() == token(at).start() + 1;
  }

  /** In order of their bodies. */
  public List<Function> functions() {
    return functions;
  }

  /**
   * Just after the last token of the expression or argument that starts at {@code from}: the next
   * comma, semicolon, closing bracket or, outside brackets, line that does not continue it. What is
   * longer than 4,000 tokens, brackets counted as one, is cut there.
   */
  public int endOfExpression(int from) {
    int at = from;
    for (int steps = 0; at < tokens.length && steps < LONGEST_EXPRESSION; steps++) {
      Token token = tokens[at];
      if (endsExpression(token) || (at > from && token.first() && endsLine(at))) {
        return at;
      }
      at = partners[at] > at ? partners[at] + 1 : at + 1;
    }
    return at;
  }

  /** Where each argument of the call at {@code open} starts and ends. */
  public List<int[]> arguments(int open) {
    List<int[]> arguments = new ArrayList<>();
    int close = partner(open);
    int at = open + 1;
    while (at < close) {
      int end = endOfExpression(at);
      arguments.add(new int[] {at, Math.min(close, end)});
      at = end + 1;
    }
    return arguments;
  }

  private static boolean endsExpression(Token token) {
    if (token.kind() != Kind.OPERATOR) {
      return token.kind() == Kind.HOLE_END;
    }
    return switch (token.text()) {
      case ",", ";", ")", "]", "}" -> true;
      default -> false;
    };
  }

  private boolean endsLine(int at) {
    Token token = tokens[at];
    Token before = tokens[at - 1];
    if (dialect == Dialect.PYTHON) {
      return !before.is("\\") && enclosing[at] < 0;
    }
    if (dialect == Dialect.JAVA) {
      return false;
    }
    if (dialect == Dialect.GO) {
      return endsLineInGo(before);
    }
    boolean continues =
        token.kind() == Kind.OPERATOR
            && !token.is("{")
            && !token.is("[")
            && !token.is("(")
            && !token.is("++")
            && !token.is("--")
            && !token.is("@")
            && !token.is("!");
    boolean open =
        before.kind() == Kind.OPERATOR
            && !before.is(")")
            && !before.is("]")
            && !before.is("}")
            && !before.is("++")
            && !before.is("--");
    return !continues && !open && !before.is("return") && !before.is("await") && !before.is("new");
  }

  /* The language's own rule: a line ends after what can end a statement. */
  private static boolean endsLineInGo(Token before) {
    return before.kind() != Kind.OPERATOR
        || before.is(")")
        || before.is("]")
        || before.is("}")
        || before.is("++")
        || before.is("--");
  }
}
