package dev.sigil.builder.manifest;

/** Words of a stranger, made fit for an error message. */
final class Text {
  private static final int MAX = 60;

  private Text() {}

  /** Without control characters, and cut when long. */
  static String quoted(String text) {
    String clean = text.replaceAll("\\p{C}", "?");
    return clean.length() > MAX ? clean.substring(0, MAX) + "…" : clean;
  }
}
