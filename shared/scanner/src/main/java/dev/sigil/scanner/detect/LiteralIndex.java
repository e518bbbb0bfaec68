package dev.sigil.scanner.detect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds every occurrence of a fixed set of ASCII literals, ignoring case, in one pass over the
 * bytes. Immutable and thread-safe.
 *
 * <p>Aho and Corasick's automaton with all failure transitions resolved. Bytes are first mapped to
 * the few classes that the literals tell apart, which keeps the table small enough for the cache.
 */
public final class LiteralIndex {
  private static final int ENDS = 1 << 31;

  private final byte[] classes = new byte[256];
  private final int width;
  /* By row and class the start of the next row; marked where a literal ends there. */
  private final int[] next;
  private final int[][] matches;

  /** Told of each occurrence: which literal, and the offset just after it. */
  @FunctionalInterface
  public interface Hit {
    void at(int literal, int end);
  }

  private LiteralIndex(List<byte[]> literals) {
    int classCount = 1;
    for (byte[] literal : literals) {
      for (byte b : literal) {
        if (classes[b & 0xFF] == 0) {
          byte id = (byte) classCount++;
          classes[b & 0xFF] = id;
          classes[Character.toUpperCase((char) b) & 0xFF] = id;
        }
      }
    }
    width = classCount;
    int capacity = 1 + literals.stream().mapToInt(literal -> literal.length).sum();
    int[] table = new int[capacity * width];
    List<List<Integer>> ends = new ArrayList<>();
    ends.add(new ArrayList<>());
    for (int i = 0; i < literals.size(); i++) {
      int state = 0;
      for (byte b : literals.get(i)) {
        int slot = state * width + classes[b & 0xFF];
        if (table[slot] == 0) {
          table[slot] = ends.size();
          ends.add(new ArrayList<>());
        }
        state = table[slot];
      }
      ends.get(state).add(i);
    }
    resolveFailures(table, ends);
    next = new int[ends.size() * width];
    for (int i = 0; i < next.length; i++) {
      next[i] = table[i] * width | (ends.get(table[i]).isEmpty() ? 0 : ENDS);
    }
    matches =
        ends.stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /** An index of {@code literals}, none of them empty; a hit names a literal by its position. */
  public static LiteralIndex of(List<String> literals) {
    return new LiteralIndex(
        literals.stream()
            .map(literal -> literal.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII))
            .toList());
  }

  /** Reports the occurrences in {@code content}, in order of their ends. */
  public void scan(byte[] content, Hit hit) {
    int row = 0;
    for (int i = 0; i < content.length; i++) {
      int to = next[row + classes[content[i] & 0xFF]];
      row = to & ~ENDS;
      if (to < 0) {
        for (int literal : matches[row / width]) {
          hit.at(literal, i + 1);
        }
      }
    }
  }

  /** Whether any of the literals occurs in {@code content}. */
  public boolean isIn(byte[] content) {
    int row = 0;
    for (byte b : content) {
      row = next[row + classes[b & 0xFF]];
      if (row < 0) {
        return true;
      }
    }
    return false;
  }

  private void resolveFailures(int[] table, List<List<Integer>> ends) {
    int[] failure = new int[ends.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int c = 0; c < width; c++) {
      if (table[c] != 0) {
        queue.add(table[c]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      ends.get(state).addAll(ends.get(failure[state]));
      for (int c = 0; c < width; c++) {
        int slot = state * width + c;
        int fallback = table[failure[state] * width + c];
        if (table[slot] == 0) {
          table[slot] = fallback;
        } else {
          failure[table[slot]] = fallback;
          queue.add(table[slot]);
        }
      }
    }
  }
}
