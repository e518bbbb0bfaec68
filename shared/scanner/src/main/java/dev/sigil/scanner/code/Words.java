package dev.sigil.scanner.code;

import java.util.HashSet;
import java.util.Set;

/** One string for all occurrences of a name, so that comparing and hashing it costs nothing. */
final class Words {
  private static final int SLOTS = 1 << 11;

  private final String[] known = new String[SLOTS];
  private final Set<String> all = new HashSet<>();

  /** The name in {@code [from, to)} of {@code text}, whose characters have this hash. */
  String at(String text, int from, int to, int hash) {
    int slot = (hash ^ hash >>> 11) & (SLOTS - 1);
    String word = known[slot];
    if (word == null || word.length() != to - from || !text.startsWith(word, from)) {
      word = text.substring(from, to);
      known[slot] = word;
      all.add(word);
    }
    return word;
  }

  /** All of them. */
  Set<String> all() {
    return all;
  }
}
