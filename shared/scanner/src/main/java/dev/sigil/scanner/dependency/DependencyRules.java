package dev.sigil.scanner.dependency;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.dependency.advisory.Advisory;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.detect.Rule;

/** The findings about dependencies. */
final class DependencyRules {
  private static final String REGENERATE =
      "Delete the lockfile, make it anew from the manifest, and compare the two.";

  static final Rule UNREADABLE =
      Rule.warn(
          "dependency/unreadable",
          Severity.MEDIUM,
          "This file cannot be read, so what it installs was not checked.",
          "Correct its syntax, or have its tool write it again.");
  static final Rule OTHER_TARBALL =
      Rule.block(
          "dependency/lock-other-package",
          Severity.HIGH,
          "The lockfile installs one package under the name of another, which no tool writes.",
          REGENERATE);
  static final Rule FOREIGN_HOST =
      Rule.warn(
          "dependency/lock-foreign-host",
          Severity.HIGH,
          "The lockfile takes this package from another host than all the rest.",
          REGENERATE);
  static final Rule PRIVATE_HOST =
      Rule.info(
          "dependency/lock-private-host",
          "The packages of this scope come from a host of their own.",
          "Nothing to do if that registry is yours.");
  static final Rule PLAIN_HTTP =
      Rule.warn(
          "dependency/lock-plain-http",
          Severity.MEDIUM,
          "The lockfile takes this package over plain HTTP and holds no digest to know it by.",
          REGENERATE);
  static final Rule NO_DIGEST =
      Rule.warn(
          "dependency/lock-no-digest",
          Severity.MEDIUM,
          "This entry lacks the digest that the others have, so any content is accepted for it.",
          REGENERATE);
  static final Rule WEAK_DIGEST =
      Rule.info(
          "dependency/lock-weak-digest",
          "This entry is recognised by MD5 or SHA-1 where the others have a strong digest.",
          REGENERATE);
  static final Rule MISMATCH =
      Rule.warn(
          "dependency/lock-mismatch",
          Severity.MEDIUM,
          "The lockfile fixes a version that the manifest does not allow.",
          REGENERATE);
  static final Rule UNREGISTERED =
      Rule.warn(
          "dependency/unregistered-source",
          Severity.MEDIUM,
          "A dependency comes straight from an address; what it holds can change after review.",
          "Depend on a published version, or pin a full commit id.");
  static final Rule INTERNAL_NAME =
      Rule.warn(
          "dependency/internal-name",
          Severity.LOW,
          "This reads like the name of an internal package; where nobody has published it, anybody"
              + " can.",
          "Put it under a scope of your own and fix it in a lockfile.");
  static final Rule OPEN_INDEX =
      Rule.warn(
          "dependency/index-without-tls",
          Severity.MEDIUM,
          "Packages are taken from an index whose identity is not checked.",
          "Use the index over HTTPS and drop the exception.");
  static final Rule SECOND_INDEX =
      Rule.info(
          "dependency/second-index",
          "Packages may come from a second index; a name that is in both is taken from either.",
          "Bind each package to its index, or pin digests.");

  static final Rule OUTDATED =
      Rule.warn(
          "dependency/outdated-advisories",
          Severity.LOW,
          "The imported advisories are more than a week old; what was published since is not known.",
          "Import OSV's dumps again with `sigil advisories import`.");
  static final Rule NOT_IMPORTED =
      Rule.info(
          "dependency/few-advisories",
          "Dependencies were compared only with the advisories that ship with Sigil.",
          "Import OSV's dumps with `sigil advisories import`, or ask an OSV service.");

  private DependencyRules() {}

  static Rule malicious(Dependency dependency, String version, Advisory advisory) {
    return Rule.block(
        "malware/dependency",
        Severity.CRITICAL,
        dependency.name()
            + " "
            + version
            + " is known to be malicious ("
            + advisory.name()
            + "): "
            + advisory.summary()
            + ".",
        "Remove it, and treat every secret that a machine with it could read as stolen.");
  }

  static Rule imitation(Dependency dependency, String known) {
    return Rule.warn(
        "dependency/imitated-name",
        Severity.HIGH,
        "The little known package "
            + dependency.name()
            + " is named almost like "
            + known
            + ", as packages made to be installed by mistake are.",
        "If you mean " + known + ", depend on that.");
  }
}
