package dev.sigil.core.scan;

import dev.sigil.core.SigilException;
import dev.sigil.core.source.SourceTree;

/** Judges a tree without executing any of it. Deterministic and thread-safe. */
@FunctionalInterface
public interface Scanner {
  /**
   * Scans the whole tree; {@code folder} is the part that will be built, the empty string for all.
   *
   * @throws SigilException {@code SCAN_INCOMPLETE} when a bound of time or size was hit: a scan
   *     that did not finish is never a pass
   */
  ScanReport scan(SourceTree tree, String folder);
}
