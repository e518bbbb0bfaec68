package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Replacements whose new text is the address of a wallet that is written into the program. */
final class Swaps {
  private static final Set<String> REPLACES =
      Set.of("sub", "replace", "replaceAll", "replaceFirst", "subn", "ReplaceAllString");
  private static final Pattern WALLET =
      Pattern.compile(
          "0x[0-9a-fA-F]{40}|bc1[02-9ac-hj-np-z]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}"
              + "|T[1-9A-HJ-NP-Za-km-z]{33}|4[0-9AB][1-9A-HJ-NP-Za-km-z]{93}");
  private static final int LEAST_VARIETY = 10;

  private final Program program;

  Swaps(Program program) {
    this.program = program;
  }

  List<Pairs.Pair> find() {
    Set<String> holders = program.mentions(REPLACES) ? holders() : Set.of();
    List<Pairs.Pair> found = new ArrayList<>();
    for (int i = 1; i < program.size() && !holders.isEmpty(); i++) {
      boolean replaces = program.token(i).is("(") && REPLACES.contains(program.token(i - 1).text());
      if (replaces && program.token(i - 2).is(".") && isGiven(i, holders)) {
        found.add(new Pairs.Pair(CovertRules.ADDRESS_SWAPPED, i - 1, -1));
      }
    }
    return found;
  }

  /* The addresses themselves and the names of constants that hold one. */
  private Set<String> holders() {
    Set<String> holders = new HashSet<>();
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.isText() && isWallet(token.text())) {
        holders.add(token.text());
        boolean named = program.token(i - 1).is("=") || program.token(i - 1).is(":=");
        if (named && program.token(i - 2).isName()) {
          holders.add(program.token(i - 2).text());
        }
      }
    }
    return holders;
  }

  /* Zero, dead and other addresses that nobody owns have few kinds of digits. */
  private static boolean isWallet(String text) {
    return WALLET.matcher(text).matches() && text.chars().distinct().count() >= LEAST_VARIETY;
  }

  private boolean isGiven(int open, Set<String> holders) {
    int end = program.partner(open);
    for (int at = open + 1; at < end; at = program.endOfExpression(at) + 1) {
      boolean whole = program.endOfExpression(at) == at + 1;
      if (whole && holders.contains(program.token(at).text()) && !isSought(open, at)) {
        return true;
      }
    }
    return false;
  }

  /* In text.replace(old, new) and re.sub(old, new) the first is what is looked for. */
  private boolean isSought(int open, int at) {
    return at == open + 1 && program.arguments(open).size() > 1 && !isCompiled(open);
  }

  /* PATTERN.sub(new, text) */
  private boolean isCompiled(int open) {
    return program.token(open - 1).is("sub") && !program.token(open - 3).is("re");
  }
}
