package dev.sigil.scanner.manifest;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.detect.Rule;

/** The findings about manifests. */
final class ManifestRules {
  static final Rule PATH_ESCAPE =
      Rule.block(
          "manifest/path-escape",
          Severity.CRITICAL,
          "A build field names a path outside the repository, which would put the builder's own"
              + " files into the image.",
          "Name a path inside the repository.");
  static final Rule PATH_OUTSIDE =
      Rule.warn(
          "manifest/path-outside",
          Severity.MEDIUM,
          "A file for a developer's own machine builds from a path outside the repository; Sigil does"
              + " not build from it.",
          "Name a path inside the repository.");
  static final Rule MALFORMED =
      Rule.warn(
          "manifest/malformed",
          Severity.MEDIUM,
          "This manifest cannot be read, or names a key twice so that two tools read it differently.",
          "Correct the syntax and keep each key once.");
  static final Rule REMOTE_DEPENDENCY =
      Rule.warn(
          "manifest/unregistered-dependency",
          Severity.MEDIUM,
          "A dependency comes straight from a URL; what it holds can change after review.",
          "Depend on a published version, or pin a full commit id.");
  static final Rule LOCAL_DEPENDENCY =
      Rule.block(
          "manifest/dependency-escape",
          Severity.HIGH,
          "A dependency names a directory outside the repository.",
          "Publish the dependency, or move it into the repository.");
  static final Rule SUBMODULE =
      Rule.block(
          "manifest/submodule-unsafe",
          Severity.CRITICAL,
          "A submodule's path or address is built to make git run a command or write outside"
              + " (CVE-2018-17456, CVE-2018-11235).",
          "Remove the submodule.");
  static final Rule SCANNER_CONFIG =
      Rule.info(
          "manifest/scanner-config",
          "The repository tells a scanner what to leave out; Sigil takes note and does not obey.",
          "Nothing to do; a finding is waived on the platform, not in the repository.");
  static final Rule CONTENT_ELSEWHERE =
      Rule.info(
          "manifest/content-elsewhere",
          "The content of this path is kept elsewhere and was not scanned.",
          "Nothing to do; it is not built either.");

  private ManifestRules() {}
}
