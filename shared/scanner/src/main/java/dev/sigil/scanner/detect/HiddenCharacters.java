package dev.sigil.scanner.detect;

/** Code points that have no width or change the direction of what follows (Unicode 16, UAX 9). */
public final class HiddenCharacters {
  private HiddenCharacters() {}

  /** Embeddings, overrides and isolates: what shows differs from what is read (CVE-2021-42574). */
  public static boolean isBidiControl(int point) {
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
  }

  /** The tag block, which spells ASCII invisibly. */
  public static boolean isTag(int point) {
    return point >= 0xE0000 && point <= 0xE007F;
  }

  public static boolean isVariationSelector(int point) {
    return (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0xE0100 && point <= 0xE01EF);
  }

  /**
   * Characters without width. The joiners U+200C and U+200D are left out: many scripts and most
   * composed emoji need them.
   */
  public static boolean isZeroWidth(int point) {
    return point == 0x200B
        || (point >= 0x2060 && point <= 0x2064)
        || point == 0xFEFF
        || point == 0x180E;
  }

  /** Letters by category that draw nothing, and so make two names look the same. */
  public static boolean isBlankLetter(int point) {
    return point == 0x115F || point == 0x1160 || point == 0x3164 || point == 0xFFA0;
  }

  public static boolean isInvisible(int point) {
    return isBidiControl(point)
        || isTag(point)
        || isVariationSelector(point)
        || isZeroWidth(point)
        || isBlankLetter(point);
  }
}
