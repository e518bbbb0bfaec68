package dev.sigil.scanner;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Scans of small trees with the standard rules. */
public final class Scans {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final SourceScanner SCANNER = new SourceScanner(Set.of(), CLOCK);

  private Scans() {}

  public static ScanReport scan(MemoryTree tree) {
    return SCANNER.scan(tree, "");
  }

  public static List<Finding> find(String path, String content) {
    return scan(MemoryTree.of(path, content)).findings();
  }

  /** The rules that fire on one file. */
  public static List<String> rules(String path, String content) {
    return find(path, content).stream().map(Finding::rule).distinct().toList();
  }
}
