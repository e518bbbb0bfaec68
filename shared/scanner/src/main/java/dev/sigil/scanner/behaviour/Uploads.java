package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Commands that hand files to a host that is written into the program. */
final class Uploads {
  private static final int LONGEST = 2_000;
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s'\"`]{3,200}");
  private static final Pattern HANDS_OVER =
      Pattern.compile(
          "^(/usr/bin/)?(curl\\b.* (-[a-zA-Z]*[FT]|--form|--upload-file|(-d|--data|--data-binary|--data-raw) ?@)"
              + "|wget\\b.* --post-file|git\\b.* push\\b)");

  private Uploads() {}

  /** The tokens of the calls that start such a command. */
  static List<Integer> find(Program program, Behaviour behaviour) {
    return behaviour.uses().stream()
        .filter(use -> use.does(Capability.EXECUTE))
        .map(Use::token)
        .filter(token -> program.token(token + 1).is("("))
        .filter(token -> uploads(command(program, token + 1)))
        .toList();
  }

  private static boolean uploads(String command) {
    Matcher address = ADDRESS.matcher(command);
    return HANDS_OVER.matcher(command).find()
        && address.results().map(found -> found.group()).anyMatch(Hosts::foreign);
  }

  /* The constants that are given, as a shell would read them. */
  private static String command(Program program, int open) {
    String words =
        IntStream.range(open, program.partner(open))
            .filter(i -> program.token(i).isText())
            .mapToObj(i -> program.token(i).text())
            .collect(Collectors.joining(" "));
    return words.substring(0, Math.min(words.length(), LONGEST));
  }
}
