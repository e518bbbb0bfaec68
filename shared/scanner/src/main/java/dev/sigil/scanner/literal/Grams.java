package dev.sigil.scanner.literal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds folded literals in one pass over a text: looks at every four characters in a small table of
 * bits, and compares whole literals only where the bit is set; literals shorter than four are
 * looked up by two.
 */
final class Grams {
  private static final int LONG = 4;
  private static final int SHORT = 2;

  private final Table longer = new Table();
  private final Table shorter = new Table();

  /** Told that a literal of {@code pattern} begins at the folded character {@code start}. */
  @FunctionalInterface
  interface Hit {
    void at(int pattern, int start);
  }

  /** Adds a literal of at least two characters. */
  void add(String literal, int pattern) {
    boolean isLong = literal.length() >= LONG;
    Table table = isLong ? longer : shorter;
    table.add(gram(literal, isLong ? LONG : SHORT), new Literal(literal, pattern));
  }

  void scan(Folded text, Hit hit) {
    boolean shorts = !shorter.literals.isEmpty();
    long gram = 0;
    for (int i = 0; i < text.length(); i++) {
      gram = gram << 16 | text.at(i);
      if (longer.mayHold(gram) && i >= LONG - 1) {
        longer.tell(gram, text, i + 1 - LONG, hit);
      }
      if (shorts && shorter.mayHold(gram & 0xFFFF_FFFFL) && i >= SHORT - 1) {
        shorter.tell(gram & 0xFFFF_FFFFL, text, i + 1 - SHORT, hit);
      }
    }
  }

  private static long gram(String text, int length) {
    long gram = 0;
    for (int i = 0; i < length; i++) {
      gram = gram << 16 | text.charAt(i);
    }
    return gram;
  }

  private record Literal(String text, int pattern) {}

  /* The literals by how they begin. */
  private static final class Table {
    private static final int BITS = 16;

    private final long[] bits = new long[1 << (BITS - 6)];
    private final Map<Long, List<Literal>> literals = new HashMap<>();

    void add(long gram, Literal literal) {
      int hash = hash(gram);
      bits[hash >>> 6] |= 1L << hash;
      literals.computeIfAbsent(gram, key -> new ArrayList<>(1)).add(literal);
    }

    boolean mayHold(long gram) {
      int hash = hash(gram);
      return (bits[hash >>> 6] & (1L << hash)) != 0;
    }

    void tell(long gram, Folded text, int start, Hit hit) {
      for (Literal literal : literals.getOrDefault(gram, List.of())) {
        if (text.holdsAt(start, literal.text())) {
          hit.at(literal.pattern(), start);
        }
      }
    }

    private static int hash(long gram) {
      return (int) ((gram * 0x9E3779B97F4A7C15L) >>> (64 - BITS));
    }
  }
}
