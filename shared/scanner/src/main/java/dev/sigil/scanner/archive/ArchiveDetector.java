package dev.sigil.scanner.archive;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.Set;

/**
 * Lists archives that the repository holds, also those inside others, and reports entries that
 * leave the directory they are unpacked to, links, and archives that unpack to far more than they
 * are. Nothing is written; work is bounded by {@link ArchiveWalk}.
 */
public final class ArchiveDetector implements Detector {
  static final Rule ESCAPE =
      Rule.block(
          "archive/path-escape",
          Severity.CRITICAL,
          "An archive in the repository holds an entry that would be written outside the directory"
              + " it is unpacked to.",
          "Rebuild the archive with relative names below its root, or remove it.");
  static final Rule LINK =
      Rule.block(
          "archive/link-escape",
          Severity.CRITICAL,
          "An archive in the repository holds a link that leads outside the directory it is"
              + " unpacked to.",
          "Rebuild the archive without this link, or remove it.");
  static final Rule BOMB =
      Rule.block(
          "archive/bomb",
          Severity.HIGH,
          "An archive in the repository unpacks to far more than its size or nests too deeply.",
          "Remove the archive, or commit its content instead.");
  static final Rule BROKEN =
      Rule.warn(
          "archive/unreadable",
          Severity.MEDIUM,
          "An archive in the repository could not be read, so its content is unknown.",
          "Remove the archive, or replace it with one that standard tools can list.");
  private static final Set<String> TYPES =
      Set.of(
          "zip", "jar", "war", "ear", "whl", "egg", "nupkg", "vsix", "mcpb", "dxt", "apk", "crx",
          "xpi", "tar", "tgz", "gz", "tbz2", "bz2");

  @Override
  public boolean accepts(Location location) {
    return TYPES.contains(location.extension());
  }

  @Override
  public String version() {
    return "archive-1";
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    new ArchiveWalk(file, findings).run();
  }
}
