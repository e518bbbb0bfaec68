package dev.sigil.scanner.behaviour;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  Mark or(Mark other) {
    boolean adds = (other.bits & ~bits) != 0;
    if (!adds && (other.foreign.isEmpty() || foreign.equals(other.foreign))) {
      return this;
    }
    Set<String> all =
        other.foreign.isEmpty()
            ? foreign
            : Stream.concat(foreign.stream(), other.foreign.stream())
                .sorted()
                .distinct()
                .limit(MOST_FOREIGN)
                .collect(Collectors.toUnmodifiableSet());
    return new Mark(bits | other.bits, all);
  }
}
