package dev.sigil.scanner.code;

import java.util.Set;

/**
 * What a parenthesis calls.
 *
 * @param name dotted and resolved; {@code _} stands for a receiver that is no name
 * @param last the part of it after the last dot
 * @param start first token of the receiver or the name
 * @param open the parenthesis
 */
public record Callee(String name, String last, int start, int open) {
  private static final int LONGEST_CHAIN = 200;
  private static final Set<String> KEYWORDS =
      Set.of(
          "if",
          "for",
          "while",
          "switch",
          "catch",
          "return",
          "and",
          "or",
          "not",
          "in",
          "function",
          "def",
          "with",
          "elif",
          "yield",
          "await",
          "typeof");

  /** A call by its name. */
  public Callee(String name, int start, int open) {
    this(name, name.substring(name.lastIndexOf('.') + 1), start, open);
  }

  /** The call at {@code open}; its name is empty when it is none. */
  public static Callee at(Program program, Aliases aliases, int open) {
    int at = program.called(open);
    if (program.token(at).is("?.")) {
      at--;
    }
    if (isIndirect(program, at)) {
      return new Callee("eval", program.partner(at), open);
    }
    if (!program.token(at).isName() || KEYWORDS.contains(program.token(at).text())) {
      return new Callee("", open, open);
    }
    StringBuilder name = new StringBuilder(program.token(at).text());
    while (program.token(at - 1).is(".") || program.token(at - 1).is("?.")) {
      at -= 2;
      if (program.token(at).isName()) {
        name.insert(0, program.token(at).text() + ".");
      } else {
        String maker = aliases.maker(at);
        name.insert(0, maker.isEmpty() ? "_." : maker + ".");
        at = chain(program, at);
        break;
      }
    }
    String resolved = aliases.resolve(name.toString()).replace(".promises.", ".");
    return new Callee(resolved, at, open);
  }

  /* (0, eval)(code) */
  private static boolean isIndirect(Program program, int at) {
    return program.token(at).is(")")
        && program.token(at - 1).is("eval")
        && program.token(at - 2).is(",");
  }

  /* From the end of `a.b(c).d(e)` back to `a`. */
  private static int chain(Program program, int end) {
    int at = end;
    for (int links = 0; links < LONGEST_CHAIN && program.partner(at) < at; links++) {
      at = program.partner(at);
      while (program.token(at - 1).isName() && !KEYWORDS.contains(program.token(at - 1).text())) {
        at--;
        if (!program.token(at - 1).is(".")) {
          return at;
        }
        at -= 2;
        if (!program.token(at).isName()) {
          break;
        }
        at++;
      }
    }
    return at;
  }
}
