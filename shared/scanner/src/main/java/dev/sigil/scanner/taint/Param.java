package dev.sigil.scanner.taint;

/**
 * A parameter of one of a file's functions, as a place that callers fill.
 *
 * @param function its name; functions of the same name in one file count as one
 * @param position of the argument that fills it, from 0
 * @param part the member of it that is meant; empty for the whole
 */
record Param(String function, int position, String part) {
  Param(String function, int position) {
    this(function, position, "");
  }

  Param whole() {
    return part.isEmpty() ? this : new Param(function, position);
  }

  /** Whether what fills one also fills the other. */
  boolean meets(Param other) {
    return part.isEmpty() || other.part.isEmpty() || part.equals(other.part);
  }
}
