package dev.sigil.scanner.poison;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leaves out of descriptions that a tool is to be preferred over another of the same file: a server
 * may say which of its own tools fits. Offsets stay.
 */
final class OwnTools {
  private static final Pattern PREFERRED =
      Pattern.compile(
          "\\b(?:over|instead of|rather than) (?:the )?['\"`]?([A-Za-z][A-Za-z0-9]{0,30}[_-][A-Za-z0-9_-]{1,60})['\"`]?",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> REGISTERS =
      Set.of("tool", "registerTool", "addTool", "add_tool", "register_tool");

  private OwnTools() {}

  static String leftOut(String text, Program program) {
    Matcher preferred = PREFERRED.matcher(text);
    StringBuilder left = new StringBuilder(text);
    while (preferred.find()) {
      if (isDeclared(preferred.group(1), program)) {
        left.replace(preferred.start(), preferred.end(), " ".repeat(preferred.group().length()));
      }
    }
    return left.toString();
  }

  /* name="x", {name: "x"}, tool("x", …) or a decorated function of that name */
  private static boolean isDeclared(String name, Program program) {
    for (int i = 2; i < program.size(); i++) {
      Token before = program.token(i - 1);
      Token key = program.token(i - 2);
      boolean named = (before.is("=") || before.is(":")) && key.text().equals("name");
      boolean registered = before.is("(") && REGISTERS.contains(key.text());
      boolean text = program.token(i).isText() && program.token(i).text().equals(name);
      if (text && (named || registered)) {
        return true;
      }
    }
    return program.functions().stream()
        .anyMatch(
            function -> function.name().equals(name) && program.token(function.head()).is("@"));
  }
}
