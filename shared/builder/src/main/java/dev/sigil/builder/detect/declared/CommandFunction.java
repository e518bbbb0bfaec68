package dev.sigil.builder.detect.declared;

import dev.sigil.core.SigilException;
import dev.sigil.core.secret.SecretName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be read off smithery.yaml's {@code commandFunction} without running it. It is a
 * JavaScript function; only an object of plain string literals is understood.
 *
 * @param secrets names of variables that it fills from the user's configuration
 */
record CommandFunction(List<String> command, List<SecretName> secrets) {
  private static final int MAX_LENGTH = 10_000;
  private static final String STRING = "(?:'([^'\\\\\\n]*)'|\"([^\"\\\\\\n]*)\")";
  private static final Pattern COMMAND =
      Pattern.compile("[\"']?\\bcommand[\"']?\\s*:\\s*" + STRING);
  private static final Pattern ARGUMENTS =
      Pattern.compile("[\"']?\\bargs[\"']?\\s*:\\s*\\[([^\\[\\]]{0,4000})]");
  private static final Pattern ITEM = Pattern.compile("\\s*" + STRING + "\\s*(?:,|$)");
  private static final Pattern VARIABLE =
      Pattern.compile("[\"']?\\b([A-Z_][A-Z0-9_]{0,127})[\"']?\\s*:\\s*config\\b");

  /** Empty when the function computes its command or arguments. */
  static Optional<CommandFunction> read(String javaScript) {
    Matcher command = COMMAND.matcher(javaScript);
    Matcher arguments = ARGUMENTS.matcher(javaScript);
    if (javaScript.length() > MAX_LENGTH || !command.find() || command.find(command.end())) {
      return Optional.empty();
    }
    boolean hasArguments = arguments.find();
    if (!hasArguments && javaScript.contains("args")) {
      return Optional.empty();
    }
    command.find(0);
    return items(hasArguments ? arguments.group(1) : "")
        .map(
            items -> {
              List<String> words = new ArrayList<>();
              words.add(literal(command));
              words.addAll(items);
              return new CommandFunction(words, secrets(javaScript));
            });
  }

  private static Optional<List<String>> items(String text) {
    List<String> items = new ArrayList<>();
    Matcher matcher = ITEM.matcher(text);
    int at = 0;
    while (matcher.find(at) && matcher.start() == at && matcher.end() > at) {
      items.add(literal(matcher));
      at = matcher.end();
      if (at == text.length()) {
        break;
      }
    }
    return text.substring(at).isBlank() ? Optional.of(items) : Optional.empty();
  }

  private static String literal(Matcher matcher) {
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }

  private static List<SecretName> secrets(String javaScript) {
    return VARIABLE
        .matcher(javaScript)
        .results()
        .flatMap(result -> name(result.group(1)).stream())
        .distinct()
        .toList();
  }

  private static Optional<SecretName> name(String text) {
    try {
      return Optional.of(new SecretName(text));
    } catch (SigilException e) {
      return Optional.empty();
    }
  }
}
