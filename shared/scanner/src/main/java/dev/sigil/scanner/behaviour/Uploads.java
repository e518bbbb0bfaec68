package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Commands that hand files to a host that is written into the program, and those that turn the
 * tools of whoever uses the machine to another one.
 */
final class Uploads {
  private static final int LONGEST = 2_000;
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s'\"`]{3,200}");
  private static final Pattern HANDS_OVER =
      Pattern.compile(
          "^(/usr/bin/)?(curl\\b.* (-[a-zA-Z]*[FT]|--form|--upload-file|(-d|--data|--data-binary|--data-raw) ?@)"
              + "|wget\\b.* --post-file|git\\b.* push\\b)");

  private static final Pattern REDIRECTS =
      Pattern.compile(
          "^git\\b.* config (--add )?--(global|system) (--add )?(core\\.(hooksPath|sshCommand|fsmonitor|pager|editor)"
              + "|url\\..*insteadOf|credential\\.helper|https?\\.proxy)"
              + "|^(npm|pnpm|yarn)\\b.* config set (-g )?(registry|\\S+:registry|https?-proxy|script-shell|ignore-scripts false)"
              + "|^pip3?\\b.* config .*set \\S*(index-url|trusted-host)",
          Pattern.CASE_INSENSITIVE);

  /* A package of an index that only this program names. */
  private static final Pattern INSTALLS =
      Pattern.compile(
          "\\b(pip3?|uv)\\b.* install .*--(extra-)?index-url[= ]https?://(?!(\\w+\\.)?(pypi|pytorch)\\.org([/:\\s]|$))"
              + "|\\b(npm|pnpm|yarn)\\b.* (install|add|i) .*--registry[= ]https?://(?!registry\\.(npmjs|yarnpkg)\\.(org|com)([/:\\s]|$))");

  private Uploads() {}

  static List<Pairs.Pair> find(Program program, Behaviour behaviour) {
    List<Pairs.Pair> found = new ArrayList<>();
    for (Use use : behaviour.uses()) {
      boolean starts = use.does(Capability.EXECUTE) && program.token(use.token() + 1).is("(");
      String command = starts ? command(program, use.token() + 1) : "";
      if (uploads(command)) {
        found.add(new Pairs.Pair(PairRules.UPLOAD, use.token(), -1));
      } else if (REDIRECTS.matcher(command).find()) {
        found.add(new Pairs.Pair(CovertRules.TOOLS_TAKEN, use.token(), -1));
      } else if (INSTALLS.matcher(command).find()) {
        found.add(new Pairs.Pair(CovertRules.FOREIGN_PACKAGE, use.token(), -1));
      }
    }
    return found;
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
