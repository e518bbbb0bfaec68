package dev.sigil.scanner.hidden;

/** Reads single code points out of UTF-8 without decoding the whole text. */
final class Utf8 {
  private static final int INVALID = 0xFFFD;

  private Utf8() {}

  /** The code point whose encoding starts at {@code at}; U+FFFD when none does. */
  static int at(byte[] text, int at) {
    int lead = text[at] & 0xFF;
    int length = length(text, at);
    if (lead < 0x80) {
      return lead;
    }
    if (length == 1) {
      return INVALID;
    }
    int point = lead & (0xFF >> (length + 1));
    for (int i = 1; i < length; i++) {
      point = (point << 6) | (text[at + i] & 0x3F);
    }
    return point;
  }

  /** How many bytes the code point at {@code at} takes; 1 where the encoding is broken. */
  static int length(byte[] text, int at) {
    int lead = text[at] & 0xFF;
    int length = lead >= 0xF0 && lead < 0xF8 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (at + length > text.length || lead >= 0xF8) {
      return 1;
    }
    for (int i = 1; i < length; i++) {
      if ((text[at + i] & 0xC0) != 0x80) {
        return 1;
      }
    }
    return length;
  }

  /** The code point that ends just before {@code at}; U+FFFD at the start of the text. */
  static int before(byte[] text, int at) {
    int start = at - 1;
    while (start > 0 && at - start < 4 && (text[start] & 0xC0) == 0x80) {
      start--;
    }
    return start < 0 ? INVALID : at(text, start);
  }
}
