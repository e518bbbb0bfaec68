package dev.sigil.scanner.poison;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.poison.SurfaceText.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Joins the constant text that an expression makes: adjacent strings, `+`, brackets around them.
 */
final class JoinedText {
  private static final int DEEPEST = 4;
  private static final int SHORTEST_ANSWER = 40;
  private static final int LONGEST_ADDED = 2_000;
  private static final Set<String> ENDS = Set.of("return", "def", "function");

  private final Program program;

  JoinedText(Program program) {
    this.program = program;
  }

  /** The text from {@code at} on, unless none begins there or it is too short to give an order. */
  Optional<SurfaceText> at(Kind kind, int at) {
    int i = at;
    while (program.token(i).is("(") && i - at < DEEPEST) {
      i++;
    }
    if (program.token(i).isName() && program.token(i + 1).is("+")) {
      i++;
    }
    Token begins = program.token(i);
    boolean joins = begins.kind() == Token.Kind.TEMPLATE || begins.kind() == Token.Kind.HOLE;
    if (!begins.isText() && !joins && !begins.is("+")) {
      return Optional.empty();
    }
    Pieces pieces = new Pieces();
    join(i, pieces);
    return pieces.text(kind);
  }

  /** The text that statements {@code name += …} add one after the other, from the first on. */
  Optional<SurfaceText> added(Kind kind, int first) {
    String name = program.token(first).text();
    int end = Math.min(program.size(), first + LONGEST_ADDED);
    Pieces pieces = new Pieces();
    for (int i = first; i < end && !ENDS.contains(program.token(i).text()); i++) {
      if (program.token(i).is(name) && program.token(i + 1).is("+=")) {
        i = join(i + 2, pieces) - 1;
      }
    }
    return pieces.text(kind);
  }

  private int join(int from, Pieces pieces) {
    int i = from;
    for (; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.isText()) {
        pieces.add(token);
      } else if (token.kind() == Token.Kind.HOLE && program.partner(i) > i) {
        i = program.partner(i);
      } else if (token.kind() != Token.Kind.TEMPLATE
          && token.kind() != Token.Kind.TEMPLATE_END
          && !token.is("+")) {
        break;
      }
    }
    return i;
  }

  private static final class Pieces {
    private final StringBuilder value = new StringBuilder();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();

    void add(Token token) {
      starts.add(value.length());
      offsets.add(token.start());
      value.append(token.text());
    }

    Optional<SurfaceText> text(Kind kind) {
      boolean told = kind == Kind.ANSWER || kind == Kind.SAMPLING;
      return value.length() >= (told ? SHORTEST_ANSWER : 1)
          ? Optional.of(new SurfaceText(kind, value.toString(), starts, offsets))
          : Optional.empty();
    }
  }
}
