package dev.sigil.scanner.behaviour;

import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.detect.Rule;

/** The findings about a capability and a threat that meet. */
final class PairRules {
  static final String UNWANTED =
      "Remove it; if this was not written by you, treat the machine it ran on as taken over.";
  static final String KEEP =
      "Send only what the tool was asked for, to the service that its description names.";

  static final Rule DECODED_CODE =
      Rule.block(
          "backdoor/decoded-code",
          Severity.CRITICAL,
          "The program decodes a text and runs it as code, so that nobody can read what it runs.",
          "Ship the code itself.");
  static final Rule DECODED_COMMAND =
      Rule.warn(
          "backdoor/decoded-command",
          Severity.HIGH,
          "The program decodes a text and starts it as a command.",
          "Write the command down as it is.");
  static final Rule REMOTE_CODE =
      Rule.block(
          "backdoor/remote-code",
          Severity.CRITICAL,
          "The program runs code that it fetches from elsewhere while it runs.",
          "Ship the code; what is fetched later was never reviewed.");
  static final Rule REMOTE_COMMAND =
      Rule.warn(
              "backdoor/remote-command",
              Severity.HIGH,
              "What another machine answers reaches the command that the program starts.",
              "Choose the command from a fixed list by what was answered.")
          .with(Confidence.MEDIUM);
  static final Rule SOCKET_SHELL =
      Rule.block(
          "backdoor/socket-shell",
          Severity.CRITICAL,
          "The program ties a shell to a network connection.",
          UNWANTED);
  static final Rule IMPLANT =
      Rule.block(
          "backdoor/implant",
          Severity.CRITICAL,
          "Several things that only a backdoor needs come together in one file.",
          UNWANTED);
  static final Rule TRIGGER =
      Rule.warn(
          "backdoor/trigger",
          Severity.HIGH,
          "The program acts differently from a certain day on, or on a certain machine.",
          "Behave the same for everybody; configure by named settings.");
  static final Rule SECRETS_SENT =
      Rule.block(
          "exfiltration/secrets",
          Severity.CRITICAL,
          "Credentials or the whole environment are sent to a host that is written into the program.",
          UNWANTED);
  static final Rule SECRETS_LEAVE =
      Rule.warn(
          "exfiltration/secrets-leave",
          Severity.HIGH,
          "Credentials or the whole environment are put into a request.",
          "Send the one credential that the service needs, in its header.");
  static final Rule SECRETS_COLLECTED =
      Rule.block(
          "exfiltration/secrets-collected",
          Severity.CRITICAL,
          "Credentials or the whole environment are gathered in a hidden file.",
          UNWANTED);
  static final Rule SECRETS_RETURNED =
      Rule.warn(
          "overreach/returns-secrets",
          Severity.HIGH,
          "A tool answers with credentials or the whole environment.",
          "Read the variables that are needed, by name, and keep them in the server.");
  static final Rule RECORDS_SENT =
      Rule.warn(
          "exfiltration/records",
          Severity.MEDIUM,
          "Records of a database are sent to a host that is written into the program.",
          KEEP);
  static final Rule CAPTURE_SENT =
      Rule.warn(
          "exfiltration/captured",
          Severity.HIGH,
          "What a person copies or sees is sent to a host that is written into the program.",
          KEEP);
  static final Rule NAMES_CARRY =
      Rule.warn(
          "exfiltration/name-lookup",
          Severity.HIGH,
          "Encoded data is part of the names that are looked up, so that it leaves where requests"
              + " cannot.",
          UNWANTED);
  static final Rule UPLOAD =
      Rule.warn(
          "exfiltration/upload-command",
          Severity.HIGH,
          "A command hands files to a host that is written into the program.",
          KEEP);
  static final Rule BUILT_NAME =
      Rule.warn(
          "backdoor/built-name",
          Severity.HIGH,
          "The name of a built-in function is put together while the program runs, so that nobody"
              + " can search for what it calls.",
          "Call the function by its name.");
  static final Rule CLOUD_METADATA =
      Rule.warn(
          "exfiltration/cloud-metadata",
          Severity.MEDIUM,
          "The program asks the cloud's metadata service, which hands out the machine's credentials.",
          "Use the cloud's own library, and only in a server that needs the cloud's identity.");
  static final Rule HIDDEN_COPY =
      Rule.block(
          "exfiltration/hidden-copy",
          Severity.CRITICAL,
          "Each message that the server sends goes to a fixed address as well.",
          "Send messages to those whom the caller names, and to nobody else.");

  static final Rule HIDDEN_LOADING =
      Rule.warn(
          "backdoor/hidden-loading",
          Severity.HIGH,
          "The program spells in a text what it loads or builds code with, so that readers miss it.",
          "Import and call things by their names.");
  static final Rule ENCODED_PROGRAM =
      Rule.warn(
          "backdoor/encoded-program",
          Severity.HIGH,
          "The program carries another one in encoded form.",
          "Ship the code itself.");
  static final Rule BY_COUNT =
      Rule.warn(
              "rugpull/by-count",
              Severity.MEDIUM,
              "A tool acts differently once it was called a number of times.",
              "Do the same with each call; name a limit where there is one.")
          .with(Confidence.MEDIUM);
  static final Rule DESCRIBED_BY_STATE =
      Rule.warn(
          "rugpull/described-by-state",
          Severity.MEDIUM,
          "What the server says of its tools changes while it runs, after it was approved.",
          "Keep tools and their descriptions constant; publish a new version to change one.");
  static final Rule CREDENTIAL_FILE =
      Rule.warn(
              "overreach/credential-file",
              Severity.LOW,
              "The program reads a file that holds a user's credentials.",
              "Take the one credential that is needed as a setting.")
          .with(Confidence.MEDIUM);
  static final Rule CONVERSATION_KEPT =
      Rule.warn(
              "exfiltration/conversation-kept",
              Severity.MEDIUM,
              "The conversation or the system prompt, which no tool needs, is written down or sent.",
              "Take only the arguments that the tool needs.")
          .with(Confidence.MEDIUM);

  static final Rule UNTOLD =
      Rule.warn(
          "mismatch/undisclosed-sending",
          Severity.MEDIUM,
          "A tool sends what it is given to a fixed host, and its description does not say so.",
          "Say in the description what is sent and to whom, or do not send it.");
  static final Rule NOT_READ_ONLY =
      Rule.warn(
          "mismatch/read-only-hint",
          Severity.MEDIUM,
          "A tool that is announced as read-only writes or deletes files.",
          "Drop the readOnlyHint, or what changes something.");
  static final Rule MORE_THAN_TOLD =
      Rule.warn(
          "mismatch/more-than-told",
          Severity.MEDIUM,
          "A tool that says it only computes something starts programs, deletes or sends.",
          "Do what the description says, or say what is done.");
  static final Rule UNLISTED =
      Rule.warn(
          "shadow/unlisted-tool",
          Severity.MEDIUM,
          "The server answers to a tool that it does not list, so that nobody can review it.",
          "List the tool, or remove it.");
  static final Rule TRIFECTA =
      new Rule(
          "flow/lethal-trifecta",
          Severity.LOW,
          Verdict.PASS,
          "The tools of this server together read foreign text, read private data and send data out.",
          "Let people confirm what is sent, or split the server.");

  private PairRules() {}
}
