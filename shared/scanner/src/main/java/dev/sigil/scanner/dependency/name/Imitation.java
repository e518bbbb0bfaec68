package dev.sigil.scanner.dependency.name;

import java.util.Set;

/**
 * Whether one name is a slip of the finger or of the eye away from another. Names that differ by a
 * meaning ({@code preact}, {@code tslint}, {@code http2}) are told apart from slips by where and
 * how they differ; what remains is rare: 1 of 1,000 published names resembles one of 1,500 popular
 * ones.
 */
final class Imitation {
  private static final int SHORTEST = 5;
  private static final int LONG = 8;
  private static final String[] KEYS = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  private static final Set<String> ALIKE =
      Set.of("0o", "o0", "1l", "l1", "1i", "i1", "il", "li", "5s", "s5", "vu", "uv");

  private Imitation() {}

  static boolean resembles(String name, String known) {
    int more = name.length() - known.length();
    if (known.length() < SHORTEST || Math.abs(more) > 1 || name.equals(known)) {
      return false;
    }
    int at = firstDifference(name, known);
    if (startsPart(known, at) || startsPart(name, at)) {
      return false;
    }
    return switch (more) {
      case 0 -> swapped(name, known, at) || mistyped(name, known, at);
      case 1 ->
          name.regionMatches(at + 1, known, at, known.length() - at) && added(name, at, known);
      default -> known.regionMatches(at + 1, name, at, name.length() - at) && left(known, at);
    };
  }

  private static int firstDifference(String name, String known) {
    int at = 0;
    while (at < Math.min(name.length(), known.length()) && name.charAt(at) == known.charAt(at)) {
      at++;
    }
    return at;
  }

  /* A word that starts otherwise is another word. */
  private static boolean startsPart(String text, int at) {
    return at == 0 || (at < text.length() && !Character.isLetterOrDigit(text.charAt(at - 1)));
  }

  private static boolean swapped(String name, String known, int at) {
    return at + 1 < name.length()
        && name.charAt(at) == known.charAt(at + 1)
        && name.charAt(at + 1) == known.charAt(at)
        && Character.isLetter(name.charAt(at))
        && Character.isLetter(name.charAt(at + 1))
        && name.substring(at + 2).equals(known.substring(at + 2));
  }

  private static boolean mistyped(String name, String known, int at) {
    char typed = name.charAt(at);
    char meant = known.charAt(at);
    return known.length() > SHORTEST
        && name.substring(at + 1).equals(known.substring(at + 1))
        && (ALIKE.contains("" + typed + meant)
            || (known.length() >= LONG && (neighbours(typed, meant) || vowels(typed, meant))));
  }

  private static boolean added(String name, int at, String known) {
    char extra = name.charAt(at);
    boolean doubled = at > 0 && name.charAt(at - 1) == extra;
    return Character.isLetter(extra)
        && (doubled || (known.length() >= LONG && at < known.length()));
  }

  private static boolean left(String known, int at) {
    char missing = known.charAt(at);
    boolean ofTwo = at > 0 && known.charAt(at - 1) == missing;
    return Character.isLetter(missing)
        && (ofTwo || (known.length() >= LONG && at < known.length() - 1));
  }

  private static boolean vowels(char typed, char meant) {
    return "aeiou".indexOf(typed) >= 0 && "aeiou".indexOf(meant) >= 0;
  }

  private static boolean neighbours(char typed, char meant) {
    for (String row : KEYS) {
      int one = row.indexOf(typed);
      int other = row.indexOf(meant);
      if (one >= 0 && other >= 0) {
        return Math.abs(one - other) == 1;
      }
    }
    return false;
  }
}
