package dev.sigil.functions.gateway;

import java.util.Arrays;
import java.util.Locale;

/** Header names, compared without case and without allocation. */
final class HeaderSet {
  private final String[][] byLength;

  private HeaderSet(String[][] byLength) {
    this.byLength = byLength;
  }

  static HeaderSet of(String... names) {
    int longest = 0;
    for (String name : names) {
      longest = Math.max(longest, name.length());
    }
    String[][] byLength = new String[longest + 1][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      byLength[length] =
          Arrays.stream(names)
              .filter(name -> name.length() == wanted)
              .map(name -> name.toLowerCase(Locale.ROOT))
              .toArray(String[]::new);
    }
    return new HeaderSet(byLength);
  }

  boolean contains(String name) {
    if (name.length() >= byLength.length) {
      return false;
    }
    for (String candidate : byLength[name.length()]) {
      if (candidate.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
