package dev.sigil.scanner.code;

import java.util.regex.Pattern;

/** One piece of program text. Immutable. */
public final class Token {
  private static final Pattern BODY =
      Pattern.compile(
          "(=>|\\bfunction\\b[^{}]{0,80})\\s*\\{\\s*$|\\bdef \\w{1,80}\\([^()]{0,80}\\):\\s*$");

  private final Kind kind;
  private final String text;
  private final int start;
  private final boolean first;
  private final int column;
  private final int word;

  /**
   * @param text a string's value after escapes, anything else as written
   * @param start offset of its first byte
   * @param first whether it is the first on its line
   * @param column of its first byte in its line, from 0
   */
  Token(Kind kind, String text, int start, boolean first, int column) {
    this.kind = kind;
    this.text = text;
    this.start = start;
    this.first = first;
    this.column = column;
    this.word = kind == Kind.OPERATOR || kind == Kind.NAME ? text.hashCode() : 0;
  }

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

  public Kind kind() {
    return kind;
  }

  public String text() {
    return text;
  }

  public int start() {
    return start;
  }

  public boolean first() {
    return first;
  }

  public int column() {
    return column;
  }

  /** Whether this operator or name reads so; asked so often that hashes are compared first. */
  public boolean is(String operatorOrName) {
    return word == operatorOrName.hashCode() && reads(operatorOrName);
  }

  private boolean reads(String operatorOrName) {
    return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(operatorOrName);
  }

  /** The character of an operator that is one; 0 for all else. */
  char sign() {
    return kind == Kind.OPERATOR && text.length() == 1 ? text.charAt(0) : 0;
  }

  public boolean isName() {
    return kind == Kind.NAME;
  }

  /** Whether it is text of a program that ends where a function's body begins. */
  public boolean opensBody() {
    return isText() && endsOpen() && BODY.matcher(text).find();
  }

  private boolean endsOpen() {
    int end = text.length() - 1;
    while (end >= 0 && Character.isWhitespace(text.charAt(end))) {
      end--;
    }
    return end >= 0 && (text.charAt(end) == '{' || text.charAt(end) == ':');
  }

  /** Whether this is constant text: a string or a part of an interpolated one. */
  public boolean isText() {
    return kind == Kind.STRING || kind == Kind.CHUNK;
  }
}
