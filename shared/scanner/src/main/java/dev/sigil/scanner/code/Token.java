package dev.sigil.scanner.code;

/**
 * One piece of program text.
 *
 * @param text a string's value after escapes, anything else as written
 * @param start offset of its first byte
 * @param first whether it is the first on its line
 * @param column of its first byte in its line, from 0
 */
public record Token(Kind kind, String text, int start, boolean first, int column) {
  /**
   * Kinds of tokens. An interpolated string is {@code TEMPLATE (CHUNK | HOLE … HOLE_END)*
   * TEMPLATE_END}, so the names it uses are tokens like any others.
   */
  public enum Kind {
    NAME,
    NUMBER,
    STRING,
    REGEX,
    OPERATOR,
    TEMPLATE,
    CHUNK,
    HOLE,
    HOLE_END,
    TEMPLATE_END
  }

  /** Whether this operator or name reads so; strings keep their hash, so most answers are cheap. */
  public boolean is(String operatorOrName) {
    return (kind == Kind.OPERATOR || kind == Kind.NAME)
        && text.hashCode() == operatorOrName.hashCode()
        && text.equals(operatorOrName);
  }

  public boolean isName() {
    return kind == Kind.NAME;
  }

  /** Whether this is constant text: a string or a part of an interpolated one. */
  public boolean isText() {
    return kind == Kind.STRING || kind == Kind.CHUNK;
  }
}
