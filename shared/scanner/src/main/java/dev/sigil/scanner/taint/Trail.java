package dev.sigil.scanner.taint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The places a value has passed, as token indexes, newest last. A trail explains a value and is no
 * part of what is known of it, so all trails are equal: a loop that goes on extending one would
 * otherwise never settle.
 */
final class Trail {
  static final Trail EMPTY = new Trail(-1, null, 0);
  private static final int LONGEST = 10;

  private final int token;
  private final @Nullable Trail before;
  private final int length;

  private Trail(int token, @Nullable Trail before, int length) {
    this.token = token;
    this.before = before;
    this.length = length;
  }

  /** This trail and one more place; a trail that is long already stays as it is. */
  Trail then(int next) {
    return length >= LONGEST || next == token ? this : new Trail(next, this, length + 1);
  }

  List<Integer> tokens() {
    Deque<Integer> tokens = new ArrayDeque<>();
    for (Trail at = this; at != null && at.token >= 0; at = at.before) {
      tokens.push(at.token);
    }
    return List.copyOf(tokens);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Trail;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
