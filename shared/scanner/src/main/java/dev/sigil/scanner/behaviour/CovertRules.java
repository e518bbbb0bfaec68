package dev.sigil.scanner.behaviour;

import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.detect.Rule;

/** The findings about what a program does beside its purpose and tells nobody of. */
final class CovertRules {
  static final Rule LOGS_SENT =
      Rule.warn(
          "exfiltration/logs",
          Severity.MEDIUM,
          "What the server logs is sent to a host that is written into the program.",
          "Log to the standard error, which the platform keeps; or let whoever runs it name a host.");
  static final Rule PATCHED =
      Rule.warn(
          "exfiltration/patched-call",
          Severity.HIGH,
          "The program replaces or wraps a function by one that also passes what it is given to a host"
              + " that is written into the program.",
          PairRules.UNWANTED);
  static final Rule MAILED =
      Rule.warn(
          "exfiltration/fixed-recipient",
          Severity.HIGH,
          "A tool whose description says nothing of mail sends some to a fixed address.",
          PairRules.KEEP);
  static final Rule ADDRESS_SWAPPED =
      Rule.warn(
          "backdoor/address-swap",
          Severity.HIGH,
          "The program puts its own wallet's address in the place of another.",
          PairRules.UNWANTED);
  static final Rule FIXED_LOGIN =
      Rule.warn(
          "backdoor/fixed-login",
          Severity.MEDIUM,
          "A password that is written into the program opens every copy of it.",
          "Compare with a hash that whoever runs the server sets.");
  static final Rule TOOLS_TAKEN =
      Rule.warn(
          "backdoor/tools-taken",
          Severity.HIGH,
          "A command turns the developer's own tools, for every project, to code or hosts of this"
              + " program.",
          PairRules.UNWANTED);
  static final Rule FILES_SENT =
      Rule.warn(
          "exfiltration/files",
          Severity.HIGH,
          "A tool sends what it reads from files or the screen to a fixed host, and its description"
              + " does not say so.",
          PairRules.KEEP);
  static final Rule DESCRIBED_REMOTELY =
      Rule.warn(
              "rugpull/described-remotely",
              Severity.MEDIUM,
              "What a tool says of itself is fetched from another machine, and can change after it was"
                  + " approved.",
              "Ship descriptions with the code.")
          .with(Confidence.MEDIUM);
  static final Rule SPELT_IN_ESCAPES =
      Rule.warn(
          "backdoor/spelt-in-escapes",
          Severity.HIGH,
          "The program writes what it loads or runs in escapes, so that readers miss it.",
          "Write plain words plainly.");
  static final Rule FOREIGN_PACKAGE =
      Rule.warn(
          "backdoor/foreign-package",
          Severity.HIGH,
          "The program installs a package while it runs, from an index that only it names.",
          "Declare dependencies where they are locked and reviewed.");
  static final Rule DOWNLOADED_FILE =
      Rule.warn(
          "backdoor/runs-downloaded-file",
          Severity.MEDIUM,
          "The program writes what another machine answers to a file, and runs that file.",
          "Ship what is run, or pin the download by its hash.");
  static final Rule ACCOUNTS_LISTED =
      Rule.warn(
          "overreach/accounts",
          Severity.LOW,
          "The program lists the accounts and groups of the machine.",
          "Ask for the one account that the tool is about, by its name.");
  static final Rule MADE_INVISIBLE =
      Rule.warn(
          "hidden/made-invisible",
          Severity.MEDIUM,
          "The program turns text into characters that only a model or a program reads.",
          "Write what the text says so that people can read it.");

  private CovertRules() {}
}
