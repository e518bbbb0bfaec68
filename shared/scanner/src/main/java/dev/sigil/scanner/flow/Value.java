package dev.sigil.scanner.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What is known of a value: the parts that others may control, and what its constant text says.
 *
 * @param about bits of the constants of this class
 */
record Value(List<Part> parts, int about) {
  /** Constant text is in it. */
  static final int TEXT = 1;

  /** That text reads like SQL. */
  static final int SQL = 2;

  /** The name of a shell is in it. */
  static final int SHELL = 4;

  /** An option that makes a shell or an interpreter run its argument is in it. */
  static final int RUNS = 8;

  /** The name of a language's interpreter is in it. */
  static final int INTERPRETER = 16;

  /** It starts with a scheme and a host. */
  static final int HOST = 32;

  /** A list, of which the elements are passed one by one. */
  static final int LIST = 64;

  /** It starts with a slash. */
  static final int ROOTED = 128;

  static final Value NONE = new Value(List.of(), 0);
  private static final int MOST_PARTS = 10;

  Value {
    parts = List.copyOf(parts);
  }

  static Value of(Part part) {
    return new Value(List.of(part), 0);
  }

  static Value text(int about) {
    return new Value(List.of(), about);
  }

  /** Whether a call's result is in it. */
  boolean isMade() {
    for (Part part : parts) {
      if (part.origin() instanceof Origin.Result) {
        return true;
      }
    }
    return false;
  }

  boolean any() {
    return !parts.isEmpty();
  }

  private boolean isNothing() {
    return parts.isEmpty() && about == 0;
  }

  boolean is(int mark) {
    return (about & mark) != 0;
  }

  Value or(Value other) {
    if (other.isNothing() || equals(other)) {
      return this;
    }
    if (isNothing()) {
      return other;
    }
    List<Part> all = new ArrayList<>(parts);
    other.parts.forEach(part -> merge(all, part));
    return new Value(all, about | other.about);
  }

  private static void merge(List<Part> all, Part part) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).sameAs(part)) {
        all.set(i, all.get(i).marked(all.get(i).marks() | part.marks()));
        return;
      }
    }
    if (all.size() < MOST_PARTS) {
      all.add(part);
    }
  }

  Value without(int cleared) {
    return map(part -> part.marked(part.marks() & ~(cleared & Marks.DANGER)));
  }

  Value with(int mark) {
    return map(part -> part.marked(part.marks() | mark));
  }

  Value about(int bits) {
    return bits == about ? this : new Value(parts, bits);
  }

  /** Each part changed; those that are no longer dangerous are dropped. */
  Value map(UnaryOperator<Part> change) {
    if (parts.isEmpty()) {
      return this;
    }
    List<Part> changed = new ArrayList<>(parts.size());
    for (Part part : parts) {
      Part next = change.apply(part);
      if (next.dangerous()) {
        changed.add(next);
      }
    }
    return new Value(changed, about);
  }

  /** This value with constant text around it. */
  Value composed() {
    return with(is(SQL) ? Marks.COMPOSED | Marks.QUERY : Marks.COMPOSED);
  }
}
