package dev.sigil.scanner.poison;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.detect.Rule;

/** The findings about text that a model reads. */
final class PoisonRules {
  private static final String FIX =
      "Say what the tool does and what its parameters mean, and nothing about how the model, the"
          + " user or other tools should behave.";

  static final Rule POISON =
      Rule.block(
          "poison/description",
          Severity.CRITICAL,
          "A text that a model reads gives it orders, and hides or enforces them; this is how tools"
              + " are poisoned.",
          FIX);
  static final Rule STEERING =
      Rule.warn(
          "poison/steering",
          Severity.MEDIUM,
          "A text that a model reads tries to steer it beyond describing the tool.",
          FIX);
  static final Rule SHADOWING =
      Rule.block(
          "poison/shadowing",
          Severity.CRITICAL,
          "A description changes how tools of other servers are used.",
          FIX);
  static final Rule PARAMETER =
      Rule.block(
          "poison/parameter-name",
          Severity.CRITICAL,
          "A parameter's name asks the model to fill it with secrets.",
          "Name the parameter after what the tool needs.");
  static final Rule HIDDEN =
      Rule.block(
          "hidden/description",
          Severity.CRITICAL,
          "A description holds text that a person does not see and a model reads.",
          "Delete what is hidden: control characters, or text pushed out of view by blanks.");
  static final Rule LOOKALIKE =
      Rule.warn(
          "hidden/lookalike-name",
          Severity.HIGH,
          "A name mixes letters of two alphabets that look alike, so that it passes for another.",
          "Write the name in the letters of one alphabet.");
  static final Rule RETURNED =
      Rule.warn(
          "poison/returned-text",
          Severity.HIGH,
          "A constant answer or page gives orders to the model that reads it.",
          "Return data; leave instructions to the user and the client.");

  /** The same of a file that registers nothing: programs that ask models themselves do this. */
  static final Rule MADE =
      new Rule(
          RETURNED.id(), Severity.MEDIUM, RETURNED.effect(), RETURNED.message(), RETURNED.fix());

  static final Rule BAIT =
      Rule.warn(
          "poison/bait",
          Severity.MEDIUM,
          "A constant answer lures people as frauds do: to verify an account, to claim a prize.",
          "Return what was found, and nothing of one's own among it.");

  static final Rule SAMPLING =
      Rule.warn(
          "poison/sampling",
          Severity.HIGH,
          "The server asks the client's model for what it should not: this text goes to that model as"
              + " if the user had written it.",
          "Ask the model only for what the tool promises, and keep secrets and commands out of it.");
  static final Rule MUTATED =
      Rule.warn(
          "rugpull/description-changes",
          Severity.HIGH,
          "The program changes a tool's description while it runs, after it was approved.",
          "Keep descriptions constant; publish a new version to change one.");

  private PoisonRules() {}
}
