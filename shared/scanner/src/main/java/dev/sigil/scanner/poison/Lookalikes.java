package dev.sigil.scanner.poison;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** Tells names that pass for others by letters of a second alphabet. */
final class Lookalikes {
  private static final Set<UnicodeScript> ALIKE =
      EnumSet.of(UnicodeScript.CYRILLIC, UnicodeScript.GREEK, UnicodeScript.ARMENIAN);

  private Lookalikes() {}

  /** Whether one word of {@code name} has letters of Latin and of an alphabet that looks alike. */
  static boolean mixes(String name) {
    boolean latin = false;
    boolean other = false;
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (!Character.isLetter(letter)) {
        latin = false;
        other = false;
        continue;
      }
      UnicodeScript script = UnicodeScript.of(letter);
      latin |= script == UnicodeScript.LATIN;
      other |= ALIKE.contains(script);
      if (latin && other) {
        return true;
      }
    }
    return false;
  }
}
