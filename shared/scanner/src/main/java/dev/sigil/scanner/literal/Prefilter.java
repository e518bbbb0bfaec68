package dev.sigil.scanner.literal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells in one pass over a text which of many patterns can match there at all. A pattern is left
 * out only when none of the literals it needs is there, so a text without any is never matched.
 * Immutable and thread-safe.
 *
 * <p>Looks at every four folded characters in a small table of bits, and compares whole literals
 * only where the bit is set; literals shorter than four are looked up by two.
 */
public final class Prefilter {
  private static final int LONG = 4;
  private static final int SHORT = 2;
  private static final long SHORT_MASK = 0xFFFF_FFFFL;
  private static final int BITS = 16;

  private final BitSet always = new BitSet();
  private final Grams longer = new Grams();
  private final Grams shorter = new Grams();

  private Prefilter(List<Optional<Set<String>>> required) {
    for (int pattern = 0; pattern < required.size(); pattern++) {
      if (required.get(pattern).isEmpty()) {
        always.set(pattern);
      }
      for (String text : required.get(pattern).orElse(Set.of())) {
        boolean isLong = text.length() >= LONG;
        Grams grams = isLong ? longer : shorter;
        grams.add(gram(text, isLong ? LONG : SHORT), new Literal(text, pattern));
      }
    }
  }

  /** For patterns that are told by their position in {@code regexes}. */
  public static Prefilter ofPatterns(List<String> regexes) {
    return ofPatterns(regexes, Map.of());
  }

  /** The same, where the {@link #literals} of some patterns are known already. */
  public static Prefilter ofPatterns(List<String> regexes, Map<String, Set<String>> known) {
    return new Prefilter(
        regexes.stream()
            .map(
                regex -> Optional.ofNullable(known.get(regex)).or(() -> RequiredLiterals.of(regex)))
            .toList());
  }

  /** What each pattern needs, one of the set; patterns of which nothing is certain are left out. */
  public static Map<String, Set<String>> literals(Collection<String> regexes) {
    Map<String, Set<String>> known = new TreeMap<>();
    for (String regex : regexes) {
      RequiredLiterals.of(regex).ifPresent(needed -> known.put(regex, new TreeSet<>(needed)));
    }
    return known;
  }

  /** For patterns of which each needs one of its literals, all at least two characters long. */
  public static Prefilter ofLiterals(List<List<String>> literals) {
    return new Prefilter(
        literals.stream()
            .map(each -> Optional.of(Set.copyOf(each.stream().map(Folding::of).toList())))
            .toList());
  }

  /** The patterns that may match somewhere in {@code text}. */
  public BitSet candidates(CharSequence text) {
    BitSet found = (BitSet) always.clone();
    char[] folded = new char[text.length()];
    int end = fold(text, folded);
    boolean shorts = !shorter.isEmpty();
    long gram = 0;
    for (int i = 0; i < end; i++) {
      gram = gram << 16 | folded[i];
      if (longer.mayHold(gram) && i >= LONG - 1) {
        longer.mark(gram, folded, i + 1 - LONG, end, found);
      }
      if (shorts && shorter.mayHold(gram & SHORT_MASK) && i >= SHORT - 1) {
        shorter.mark(gram & SHORT_MASK, folded, i + 1 - SHORT, end, found);
      }
    }
    return found;
  }

  private static int fold(CharSequence text, char[] folded) {
    int end = 0;
    for (int i = 0; i < folded.length; i++) {
      char c = Folding.of(text.charAt(i));
      if (c != ' ' || end == 0 || folded[end - 1] != ' ') {
        folded[end++] = c;
      }
    }
    return end;
  }

  private static long gram(String text, int length) {
    long gram = 0;
    for (int i = 0; i < length; i++) {
      gram = gram << 16 | text.charAt(i);
    }
    return gram;
  }

  private record Literal(String text, int pattern) {
    boolean isAt(char[] folded, int start, int end) {
      if (text.length() > end - start) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) != folded[start + i]) {
          return false;
        }
      }
      return true;
    }
  }

  /* The literals by how they begin. */
  private static final class Grams {
    private final long[] bits = new long[1 << (BITS - 6)];
    private final Map<Long, List<Literal>> literals = new HashMap<>();

    void add(long gram, Literal literal) {
      int hash = hash(gram);
      bits[hash >>> 6] |= 1L << hash;
      literals.computeIfAbsent(gram, key -> new ArrayList<>(1)).add(literal);
    }

    boolean isEmpty() {
      return literals.isEmpty();
    }

    boolean mayHold(long gram) {
      int hash = hash(gram);
      return (bits[hash >>> 6] & (1L << hash)) != 0;
    }

    void mark(long gram, char[] folded, int start, int end, BitSet found) {
      for (Literal literal : literals.getOrDefault(gram, List.of())) {
        if (!found.get(literal.pattern()) && literal.isAt(folded, start, end)) {
          found.set(literal.pattern());
        }
      }
    }

    private static int hash(long gram) {
      return (int) ((gram * 0x9E3779B97F4A7C15L) >>> (64 - BITS));
    }
  }
}
