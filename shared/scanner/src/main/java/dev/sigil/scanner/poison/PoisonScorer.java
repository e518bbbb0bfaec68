package dev.sigil.scanner.poison;

import dev.sigil.scanner.detect.HiddenCharacters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scores text by the features of {@link PoisonFeatures}, after removing what hides it: characters
 * without width, HTML entities, base64 or hexadecimal stretches that decode to words, and words
 * that are spelt letter by letter.
 */
final class PoisonScorer {
  private static final int LONGEST = 32 * 1024;
  private static final int SPACES_OUT_OF_VIEW = 120;
  private static final int SHORTEST_BASE64 = 24;
  private static final int SHORTEST_HEX = 36;
  private static final String HEX_SIGNS = "0123456789abcdefABCDEF \\x";
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{24,8000}={0,2}");
  private static final Pattern HEX =
      Pattern.compile("(?:[0-9a-fA-F]{2} ){12,4000}|(?:(?:\\\\x|0x)?[0-9a-fA-F]{2}){20,4000}+");
  private static final Pattern SPELT =
      Pattern.compile("(?<![\\p{L}\\d])\\p{L}([-._*~ ])(?:\\p{L}\\1){2,40}\\p{L}(?![\\p{L}\\d])");
  private static final Pattern ENTITY = Pattern.compile("&#(x?)([0-9a-fA-F]{1,6});");
  private static final Pattern WORDS = Pattern.compile("(?:\\p{L}{2,}[\\])'.,:;!?]* ){3}");

  private final PoisonFeatures features;

  PoisonScorer(PoisonFeatures features) {
    this.features = features;
  }

  /** Every feature of {@code raw}, of which the first {@value #LONGEST} characters count. */
  PoisonScore score(String raw) {
    return score(raw, any -> true);
  }

  /**
   * The same where only a score that is {@code enough} matters; any other may be told as none.
   *
   * @param enough what holds of some features holds of more
   */
  PoisonScore score(String raw, Predicate<PoisonScore> enough) {
    String text = raw.length() > LONGEST ? raw.substring(0, LONGEST) : raw;
    LikelyText shown = features.likely(PoisonFeatures.normal(withoutHidden(entities(text))));
    LikelyText behind = features.likely(decoded(shown.text()) + spelt(shown.text()));
    List<PoisonFeature> possible =
        features.features().stream()
            .filter(feature -> feature.mayMatch(shown) || feature.mayMatch(behind))
            .toList();
    if (!enough.test(PoisonScore.of(possible, !behind.text().isEmpty(), 0))) {
      return PoisonScore.NONE;
    }
    LikelyText kept = features.located(Defences.leftOut(shown.text()), shown.patterns());
    PoisonScore whole = score(possible, kept, behind);
    boolean spread = kept.text().length() > Vicinity.LENGTH && behind.text().isEmpty();
    return spread && whole.warns() ? Vicinity.gravest(possible, kept) : whole;
  }

  private static PoisonScore score(
      List<PoisonFeature> possible, LikelyText shown, LikelyText behind) {
    List<PoisonFeature> found = new ArrayList<>();
    int first = Integer.MAX_VALUE;
    for (PoisonFeature feature : possible) {
      int at = feature.find(shown);
      if (at >= 0 || feature.find(behind) >= 0) {
        found.add(feature);
        first = at >= 0 ? Math.min(first, at) : first;
      }
    }
    int start = first == Integer.MAX_VALUE ? 0 : first;
    return PoisonScore.of(found, !behind.text().isEmpty(), start);
  }

  /** Whether the text carries what its reader on a screen would not see. */
  static boolean hides(String text) {
    boolean invisible =
        (!isAscii(text) || text.indexOf(0x1B) >= 0)
            && text.codePoints()
                .anyMatch(
                    point ->
                        point == 0x1B
                            || HiddenCharacters.isTag(point)
                            || HiddenCharacters.isBidiControl(point)
                            || HiddenCharacters.isZeroWidth(point));
    return invisible || text.strip().contains(" ".repeat(SPACES_OUT_OF_VIEW));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }

  private static String withoutHidden(String text) {
    if (isAscii(text) || text.codePoints().noneMatch(HiddenCharacters::isInvisible)) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> HiddenCharacters.isTag(point) ? point - 0xE0000 : point)
        .filter(point -> !HiddenCharacters.isInvisible(point))
        .forEach(visible::appendCodePoint);
    return visible.toString();
  }

  private static String entities(String text) {
    return text.indexOf("&#") < 0
        ? text
        : ENTITY
            .matcher(text)
            .replaceAll(
                entity -> {
                  int point =
                      Integer.parseInt(entity.group(2), entity.group(1).isEmpty() ? 10 : 16);
                  return Character.isValidCodePoint(point)
                      ? Matcher.quoteReplacement(Character.toString(point))
                      : "";
                });
  }

  private static String decoded(String text) {
    if (!holdsRun(text)) {
      return "";
    }
    StringBuilder all = new StringBuilder();
    Matcher base64 = BASE64.matcher(text);
    while (base64.find()) {
      appendWords(all, fromBase64(base64.group()));
    }
    Matcher hex = HEX.matcher(text);
    while (hex.find()) {
      appendWords(all, fromHex(hex.group()));
    }
    return all.toString();
  }

  /* i-g-n-o-r-e a-l-l */
  private static String spelt(String text) {
    if (!maySpell(text)) {
      return "";
    }
    StringBuilder words = new StringBuilder();
    Matcher spelt = SPELT.matcher(text);
    while (spelt.find()) {
      words.append(spelt.group().replaceAll("[-._*~ ]", "")).append(' ');
    }
    return WORDS.matcher(words).find() ? words.toString() : "";
  }

  /* Whether one sign stands between single letters somewhere. */
  private static boolean maySpell(String text) {
    for (int i = 3; i < text.length(); i++) {
      char sign = text.charAt(i);
      boolean second = sign == text.charAt(i - 2) && Character.isLetter(text.charAt(i - 1));
      if (second && !Character.isLetterOrDigit(sign)) {
        return true;
      }
    }
    return false;
  }

  /* Whether enough characters in a row could be encoded text. */
  private static boolean holdsRun(String text) {
    int run = 0;
    int hexRun = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      run = word || c == '+' || c == '/' ? run + 1 : 0;
      boolean hex = HEX_SIGNS.indexOf(c) >= 0;
      hexRun = hex ? hexRun + 1 : 0;
      if (run >= SHORTEST_BASE64 || hexRun >= SHORTEST_HEX) {
        return true;
      }
    }
    return false;
  }

  private static void appendWords(StringBuilder all, String text) {
    if (WORDS.matcher(text).find()
        || text.codePoints().filter(Character::isIdeographic).count() > 8) {
      all.append(text).append('\n');
    }
  }

  private static String fromBase64(String text) {
    String body = text.replace("=", "");
    int usable = body.length() % 4 == 1 ? body.length() - 1 : body.length();
    return new String(
        Base64.getDecoder().decode(body.substring(0, usable)), StandardCharsets.UTF_8);
  }

  private static String fromHex(String text) {
    String digits = text.replaceAll("\\\\x|0x|\\s", "");
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
