package dev.sigil.core.log;

/** Makes a stranger's line safe to store and to print on a terminal. */
public final class LogText {
  /** What a line is cut to. */
  public static final int MAX_BYTES = 8 * 1024;

  private LogText() {}

  /** The line with everything escaped that moves a cursor or reorders text, and cut. */
  public static String clean(String text) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_BYTES));
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      String piece = piece(codePoint);
      bytes += codePoint < 0x80 ? piece.length() : utf8Length(codePoint);
      if (bytes > MAX_BYTES) {
        break;
      }
      out.append(piece);
    }
    return out.toString();
  }

  /* Lone surrogates have no UTF-8; bidirectional controls reorder what a person reads. */
  private static String piece(int codePoint) {
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    boolean control = Character.isISOControl(codePoint) && codePoint != '\t';
    boolean reorders =
        (codePoint >= 0x202A && codePoint <= 0x202E)
            || (codePoint >= 0x2066 && codePoint <= 0x2069);
    if (surrogate || control || reorders) {
      return String.format("\\u%04x", codePoint);
    }
    return Character.toString(codePoint);
  }

  private static int utf8Length(int codePoint) {
    return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
}
