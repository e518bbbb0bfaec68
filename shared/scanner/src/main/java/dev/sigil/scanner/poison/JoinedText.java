package dev.sigil.scanner.poison;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.poison.SurfaceText.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins the constant text that an expression makes: adjacent strings, `+`, brackets around them.
 */
final class JoinedText {
  private static final int DEEPEST = 4;
  private static final int SHORTEST_ANSWER = 40;

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
    Token begins = program.token(i);
    boolean joins = begins.kind() == Token.Kind.TEMPLATE || begins.kind() == Token.Kind.HOLE;
    if (!begins.isText() && !joins && !begins.is("+")) {
      return Optional.empty();
    }
    StringBuilder value = new StringBuilder();
    List<Integer> starts = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.isText()) {
        starts.add(value.length());
        offsets.add(token.start());
        value.append(token.text());
      } else if (token.kind() == Token.Kind.HOLE && program.partner(i) > i) {
        i = program.partner(i);
      } else if (token.kind() != Token.Kind.TEMPLATE
          && token.kind() != Token.Kind.TEMPLATE_END
          && !token.is("+")) {
        break;
      }
    }
    boolean told = kind == Kind.ANSWER || kind == Kind.SAMPLING;
    return value.length() >= (told ? SHORTEST_ANSWER : 1)
        ? Optional.of(new SurfaceText(kind, value.toString(), starts, offsets))
        : Optional.empty();
  }
}
