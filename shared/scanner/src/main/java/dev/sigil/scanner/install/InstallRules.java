package dev.sigil.scanner.install;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.detect.Rule;

/** The findings about code that runs before the server does. */
final class InstallRules {
  private static final String INSPECT =
      "Do the work in the build steps, or commit its result, and drop the hook.";

  static final Rule HOOK_STAGER =
      Rule.block(
          "install/hook-runs-download",
          Severity.CRITICAL,
          "An install hook runs code that it downloads or decodes, so what runs is not what was"
              + " reviewed.",
          "Commit the code it runs, or depend on a pinned package with a lockfile.");
  static final Rule HOOK_NETWORK =
      Rule.warn(
          "install/hook-network",
          Severity.HIGH,
          "An install hook starts a script that uses the network and starts processes.",
          INSPECT);
  static final Rule HOOK =
      Rule.warn(
          "install/hook",
          Severity.LOW,
          "A command runs by itself when this package is installed.",
          INSPECT);
  static final Rule HOOK_BUILD =
      Rule.info(
          "install/build-hook",
          "A build command runs by itself when this package is installed.",
          "Nothing to do; it is named so that a change is noticed.");
  static final Rule GYP =
      Rule.warn(
          "install/native-build",
          Severity.LOW,
          "binding.gyp makes npm compile native code at install time.",
          "Use a prebuilt package where there is one.");
  static final Rule GYP_COMMAND =
      Rule.warn(
          "install/native-build-command",
          Severity.MEDIUM,
          "binding.gyp runs a command while it is read.",
          "Replace the <!(…) expansion by a fixed value.");
  static final Rule SETUP_COMMAND =
      Rule.warn(
          "install/setup-command",
          Severity.MEDIUM,
          "setup.py replaces a build command with its own code.",
          "Declare the package in pyproject.toml with a standard build backend.");
  static final Rule SETUP_NETWORK =
      Rule.warn(
          "install/setup-network",
          Severity.HIGH,
          "setup.py uses the network or starts processes while the package is installed.",
          "Declare the package in pyproject.toml with a standard build backend.");
  static final Rule BACKEND_IN_TREE =
      Rule.warn(
          "install/build-backend-in-tree",
          Severity.MEDIUM,
          "pyproject.toml names a build backend inside the repository; its code runs at install.",
          "Use a published build backend.");
  static final Rule PTH =
      Rule.block(
          "install/pth-code",
          Severity.HIGH,
          "A .pth file with an import line runs code at every start of Python.",
          "Remove the file, or move the import into the program.");
  static final Rule DOCKER_PIPE =
      Rule.warn(
          "install/image-runs-download",
          Severity.MEDIUM,
          "The image build runs a script straight from the network; its author can change it any"
              + " time.",
          "Download a fixed version, check its digest, then run it.");
  static final Rule DOCKER_DECODE =
      Rule.block(
          "install/image-runs-decoded",
          Severity.CRITICAL,
          "The image build decodes a text and runs it, which hides what it does.",
          "Write the command in plain text.");
  static final Rule DOCKER_ADD =
      Rule.warn(
          "install/image-adds-url",
          Severity.LOW,
          "ADD takes a file from the network without checking it.",
          "Give ADD a --checksum, or download and verify in a RUN step.");

  static final Rule DOCKER_ROOT =
      Rule.info(
          "install/image-runs-as-root",
          "The image says that the server runs as root.",
          "Name another user; the platform runs it without privileges anyway.");

  static final Rule DOCKER_FLOATING =
      Rule.info(
          "install/image-floating-base",
          "The base image is named without a version, so the next build may start from another one.",
          "Name a version, or better a digest.");
  static final Rule DOCKER_SECRET =
      Rule.warn(
          "install/image-holds-secret",
          Severity.MEDIUM,
          "A secret is written into the image, where everybody who can pull it finds it.",
          "Give it to the running server with `sigil secrets set`, or to one build step as a mount.");

  private InstallRules() {}
}
