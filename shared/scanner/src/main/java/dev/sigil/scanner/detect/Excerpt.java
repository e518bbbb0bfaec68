package dev.sigil.scanner.detect;

/** Text of a repository made fit for a report, a log or a terminal. */
public final class Excerpt {
  private static final int MAX_LENGTH = 160;
  private static final int SHOWN_OF_SECRET = 4;

  private Excerpt() {}

  /** {@code text} on one line, at most 160 characters, with all that is not visible escaped. */
  public static String of(String text) {
    return escaped(text.strip());
  }

  /** A line of code, as {@link #of} but with its indentation. */
  public static String line(String text) {
    return escaped(text.stripTrailing().replace("\t", "  "));
  }

  private static String escaped(String text) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
    text.codePoints()
        .takeWhile(point -> shown.length() < MAX_LENGTH)
        .forEach(point -> append(shown, point));
    return shown.length() < MAX_LENGTH ? shown.toString() : shown + "…";
  }

  /** A secret as it may be shown: its first characters, never more than a quarter of it. */
  public static String redact(String secret) {
    int shown = Math.min(SHOWN_OF_SECRET, secret.length() / 4);
    return secret.substring(0, shown) + "…[" + secret.length() + " characters]";
  }

  private static void append(StringBuilder shown, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          shown.append(String.format("\\u{%04X}", point));
      default -> {
        if (HiddenCharacters.isInvisible(point)) {
          shown.append(String.format("\\u{%04X}", point));
        } else {
          shown.appendCodePoint(point);
        }
      }
    }
  }
}
