package dev.sigil.scanner.behaviour;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a value carries.
 *
 * @param bits of the constants here
 * @param foreign functions of other files whose results are in it, as {@code module.function}
 */
record Mark(int bits, Set<String> foreign) {
  /** Came out of a decoder. */
  static final int DECODED = 1;

  /** Came from another machine. */
  static final int REMOTE = 2;

  /** Names a file that holds credentials. */
  static final int CREDENTIAL_PATH = 4;

  /** Content of such a file. */
  static final int SECRET = 8;

  /** Many or all environment variables. */
  static final int ENVIRONMENT = 16;

  /** Records of a database. */
  static final int ROWS = 32;

  /** Address of a cloud's metadata service. */
  static final int METADATA = 64;

  /** Holds the address of a host that is written into the program. */
  static final int FIXED_HOST = 128;

  /** A place where files are hidden. */
  static final int HIDDEN_PLACE = 256;

  /** A date that is written into the program. */
  static final int DATE = 512;

  /** Whether a certain day has come, or this is a certain machine. */
  static final int TRIGGER = 1024;

  /** The conversation with the model, or what it was told before. */
  static final int CONVERSATION = 2048;

  /** Names a file that holds nothing but keys or passwords. */
  static final int KEY_PATH = 4096;

  /** Came out of an encoder that makes text of any data. */
  static final int ENCODED = 8192;

  /** What a person copies or sees on the screen. */
  static final int CAPTURED = 16384;

  /** A connection of its own to another machine; what comes over it is remote. */
  static final int CONNECTION = 32768;

  /** Content of any file. */
  static final int CONTENT = 65536;

  static final Mark NONE = new Mark(0, Set.of());
  private static final int MOST_FOREIGN = 8;

  static Mark of(int bits) {
    return bits == 0 ? NONE : new Mark(bits, Set.of());
  }

  static Mark result(String function) {
    return new Mark(0, Set.of(function));
  }

  boolean has(int any) {
    return (bits & any) != 0;
  }

  Mark without(int bit) {
    return has(bit) ? new Mark(bits & ~bit, foreign) : this;
  }

  Mark or(Mark other) {
    int both = bits | other.bits;
    if (foreign.containsAll(other.foreign)) {
      return both == bits ? this : new Mark(both, foreign);
    }
    if (foreign.isEmpty()) {
      return both == other.bits ? other : new Mark(both, other.foreign);
    }
    return new Mark(both, first(foreign, other.foreign));
  }

  /* By name, so that the order in which they are met does not choose. */
  private static Set<String> first(Set<String> some, Set<String> others) {
    TreeSet<String> all = new TreeSet<>(some);
    all.addAll(others);
    while (all.size() > MOST_FOREIGN) {
      all.pollLast();
    }
    return Set.copyOf(all);
  }
}
