package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks of a password against one that is written into the program, so that it opens any copy. */
final class FixedLogins {
  private static final Pattern PASSWORD =
      Pattern.compile(
          "(?i)((user|admin|root|master|login|backup|service|given|supplied)_?)?(pass(word|wd|phrase|code)?|pwd)");
  private static final Set<String> EQUALS = Set.of("==", "===");
  private static final Set<String> REFUSES =
      Set.of(
          "raise",
          "throw",
          "warn",
          "warning",
          "print",
          "log",
          "logger",
          "logging",
          "console",
          "sys",
          "process",
          "exit",
          "errors",
          "issues",
          "findings",
          "warnings");
  private static final Set<String> EMPTY_WORDS =
      Set.of("password", "passwd", "changeme", "change_me", "secret", "undefined", "string");
  private static final int SHORTEST = 6;
  private static final int LONGEST = 64;

  private final Program program;

  FixedLogins(Program program) {
    this.program = program;
  }

  List<Pairs.Pair> find() {
    List<Pairs.Pair> found = new ArrayList<>();
    for (int i = 1; i + 1 < program.size(); i++) {
      if (EQUALS.contains(program.token(i).text())
          && (opens(i - 1, i + 1) || opens(i + 1, i - 1))) {
        found.add(new Pairs.Pair(CovertRules.FIXED_LOGIN, i, -1));
      }
    }
    return found;
  }

  private boolean opens(int name, int text) {
    Token given = program.token(name);
    Token expected = program.token(text);
    return given.isName()
        && expected.isText()
        && PASSWORD.matcher(given.text()).matches()
        && isPassword(expected.text())
        && !refuses(Math.max(name, text));
  }

  private static boolean isPassword(String text) {
    return text.length() >= SHORTEST
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '*')
        && !EMPTY_WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  /* if (password == "changeme1") throw …: a default that is turned away. */
  private boolean refuses(int last) {
    int at = last + 1;
    while (program.token(at).is(")") || program.token(at).is(":") || program.token(at).is("{")) {
      at++;
    }
    return REFUSES.contains(program.token(at).text());
  }
}
