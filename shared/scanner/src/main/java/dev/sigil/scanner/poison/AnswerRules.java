package dev.sigil.scanner.poison;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.detect.Rule;
import java.util.Set;

/** The findings that only what a running server answers can give. */
final class AnswerRules {
  private static final String COMPARE =
      "Compare the answer with that of the live release, and say in the description what the tool"
          + " does and nothing else.";

  /* Names that clients give to tools of their own and that say nothing outside of them. */
  static final Set<String> CLIENT_TOOLS =
      Set.of(
          "Bash",
          "BashOutput",
          "ExitPlanMode",
          "MultiEdit",
          "NotebookEdit",
          "TodoWrite",
          "WebFetch",
          "WebSearch",
          "access_mcp_resource",
          "apply_patch",
          "ask_followup_question",
          "attempt_completion",
          "codebase_search",
          "replace_in_file",
          "run_terminal_cmd",
          "str_replace_based_edit_tool",
          "str_replace_editor",
          "switch_mode",
          "use_mcp_tool");

  static final Rule CLIENT_TOOL =
      Rule.warn(
          "shadow/client-tool",
          Severity.MEDIUM,
          "The server offers a tool under the name of one that clients bring themselves, so that a"
              + " model may take it for that one.",
          "Name the tool after what this server does.");
  static final Rule TURNED =
      Rule.block(
          "rugpull/tool-turned",
          Severity.CRITICAL,
          "A tool that was approved now answers with a description that gives the model orders.",
          COMPARE);
  static final Rule STEERS_NOW =
      Rule.warn(
          "rugpull/tool-steers",
          Severity.MEDIUM,
          "A tool that was approved now answers with words that steer the model.",
          COMPARE);
  static final Rule NO_LONGER_HARMLESS =
      Rule.warn(
          "rugpull/no-longer-harmless",
          Severity.MEDIUM,
          "A tool that was declared to change nothing when it was approved no longer is.",
          "Give a tool that changes things another name, so that nobody's standing permission covers"
              + " it.");
  static final Rule NOT_IN_SOURCE =
      Rule.info(
          "rugpull/not-in-source",
          "The running server offers tools that its source does not show.",
          "Nothing to do if they are declared in a way that reading the source cannot follow.");
  static final Rule OTHER_WORDS =
      Rule.info(
          "rugpull/other-words",
          "The running server describes tools otherwise than its source does.",
          "Nothing to do if descriptions are put together while the server starts.");

  private AnswerRules() {}
}
