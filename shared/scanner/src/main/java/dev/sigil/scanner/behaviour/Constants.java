package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.List;

/** The text that an expression makes of constants alone. */
final class Constants {
  private static final int MOST = 40;

  private Constants() {}

  /** The text that begins at {@code from}: literals, added or joined; empty for any other. */
  static String of(Program program, int from) {
    List<String> parts = new ArrayList<>();
    int end = Math.min(program.endOfExpression(from), from + MOST);
    for (int i = from; i < end; i++) {
      Token token = program.token(i);
      if (token.is("join") && program.token(i + 1).is("(")) {
        boolean glue = i == from + 2 && parts.size() == 1;
        return glue
            ? String.join(parts.getFirst(), texts(program, i + 2, end))
            : String.join(program.token(i + 2).text(), parts);
      }
      if (token.isText()) {
        parts.add(token.text());
      } else if (token.isName()) {
        return "";
      }
    }
    return String.join("", parts);
  }

  private static List<String> texts(Program program, int from, int to) {
    List<String> texts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (program.token(i).isText()) {
        texts.add(program.token(i).text());
      }
    }
    return texts;
  }
}
