package dev.sigil.scanner.poison;

import java.util.regex.Pattern;

/** Names of parameters that are themselves the instruction. */
final class ParameterNames {
  private static final Pattern SECRETS =
      Pattern.compile(
          "(content|contents|data|text|output|value|dump|read|reading)s?_(of|from|in|reading)?_?.*"
              + "(ssh|id_rsa|passwd|dot_env|env_file|credential|secret|private_key|mcp_json|aws_)"
              + ".*|(system_prompt|conversation_history|chat_history|full_conversation"
              + "|model_name_and_system_prompt|all_previous_tool_calls)",
          Pattern.CASE_INSENSITIVE);

  private ParameterNames() {}

  static boolean asksForSecrets(String name) {
    return SECRETS.matcher(name).matches();
  }
}
