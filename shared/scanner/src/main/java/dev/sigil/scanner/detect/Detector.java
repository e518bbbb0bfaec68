package dev.sigil.scanner.detect;

/**
 * Looks for one family of problems in one file. Stateless, deterministic and thread-safe; its time
 * is linear in the file, and it calls {@link Deadline#check} where a file can make it work longer.
 */
public interface Detector {
  /** Whether {@link #inspect} wants to see this file at all; decided without reading it. */
  boolean accepts(Location location);

  /** Whether this detector reads structure, and so must never be shown a stretch of a file. */
  default boolean needsWholeFile() {
    return true;
  }

  /**
   * Whether this detector also looks into unit tests that no other file names, which are the bulk
   * of many repositories and run in no server. What counts wherever it lies does, such as a secret;
   * what judges running code does not.
   */
  default boolean judgesUnitTests() {
    return true;
  }

  void inspect(ScannedFile file, Findings findings);

  /**
   * Judges what only shows over all files of a scan, from what {@link #inspect} {@linkplain
   * Findings#observe observed}.
   */
  default void conclude(Findings findings) {}

  /** Everything that decides what this detector finds, for the hash of the rule set. */
  String version();
}
