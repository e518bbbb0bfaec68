package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.code.Token.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What comparing a text with a constant rules out: a regular expression may let pass what a shell
 * reads, a text that holds a host's name may lead elsewhere. Immutable.
 */
final class Matches {
  private static final Set<String> MATCHES = Set.of("test", "match", "fullmatch", "search", "exec");
  private static final Set<String> HOLDS =
      Set.of("includes", "endsWith", "endswith", "startsWith", "startswith", "indexOf");
  private static final Set<String> EQUALS = Set.of("==", "===", "!=", "!==");
  private static final Pattern HOST =
      Pattern.compile("(?i)(https?://)?[\\w-]+(\\.[\\w-]+)*\\.[a-z]{2,12}");
  private static final String SHELL = ";|&$`";
  private static final int MOST_MISSING = 1;

  private final Program program;
  private final Map<String, String> constants = new HashMap<>();

  Matches(Program program) {
    this.program = program;
    for (int i = 0; i + 2 < program.size(); i++) {
      if (program.token(i).isName() && program.token(i + 1).is("=")) {
        Token value = program.token(i + 2);
        boolean compiled = value.is("re") && program.token(i + 4).is("compile");
        Token regex = compiled ? program.token(i + 6) : value;
        if (regex.kind() == Kind.REGEX || (compiled && regex.kind() == Kind.STRING)) {
          constants.put(program.token(i).text(), regex.text());
        }
      }
    }
  }

  /** The classes that the call named at {@code i} rules out; empty where nothing here tells. */
  OptionalInt judged(int i) {
    Token token = program.token(i);
    if (!token.isName() || !program.token(i + 1).is("(")) {
      return OptionalInt.empty();
    }
    if (token.is("includes") && isConstant(i + 2)) {
      boolean folder = program.token(i + 2).text().matches("[/\\\\]|.*\\.\\..*");
      return OptionalInt.of(folder ? TaintClass.PATH.bit() : 0);
    }
    Optional<Integer> left =
        MATCHES.contains(token.text())
            ? regex(i).flatMap(regex -> Charsets.judged(regex, token.is("fullmatch")))
            : Optional.empty();
    return left.isPresent() ? OptionalInt.of(left.get()) : OptionalInt.empty();
  }

  /** The classes that a text is left harmless for when the call at {@code open} takes out of it. */
  int removed(int open) {
    Token regex = program.token(open + 1);
    boolean script = regex.kind() == Kind.REGEX;
    boolean all = !script || regex.text().substring(regex.text().lastIndexOf('/')).contains("g");
    boolean written = script || regex.kind() == Kind.STRING;
    return all && written ? Charsets.removed(regex.text()).orElse(0) : 0;
  }

  /** What a condition rules out by looking for several of a shell's signs, each by itself. */
  int signs(int from, int end) {
    StringBuilder seen = new StringBuilder();
    for (int i = from; i < end; i++) {
      if (program.token(i).is("includes") && isConstant(i + 2)) {
        seen.append(program.token(i + 2).text());
      }
    }
    long missing = SHELL.chars().filter(sign -> seen.indexOf(Character.toString(sign)) < 0).count();
    return missing <= MOST_MISSING ? TaintClass.COMMAND.bit() : 0;
  }

  /**
   * Whether all that is asked of an address is that it holds, or starts or ends with, a host's
   * name, as that of another's host may.
   */
  boolean namesHostLoosely(int from, int end) {
    boolean loosely = false;
    for (int i = from; i < end; i++) {
      if (EQUALS.contains(program.token(i).text()) && program.token(i).kind() == Kind.OPERATOR) {
        return false;
      }
      boolean holds = HOLDS.contains(program.token(i).text()) && isConstant(i + 2);
      if (holds && !HOST.matcher(program.token(i + 2).text()).matches()) {
        return false;
      }
      loosely |= holds;
    }
    return loosely;
  }

  private boolean isConstant(int i) {
    return program.token(i).kind() == Kind.STRING && program.token(i + 1).is(")");
  }

  /* /…/.test(x), NAME.test(x), x.match(/…/), re.match("…", x), NAME.match(x) */
  private Optional<String> regex(int i) {
    Token receiver = program.token(i - 2);
    Token argument = program.token(i + 2);
    if (receiver.kind() == Kind.REGEX) {
      return Optional.of(receiver.text());
    }
    boolean given = argument.kind() == Kind.REGEX;
    if (given || (receiver.is("re") && argument.kind() == Kind.STRING)) {
      return Optional.of(argument.text());
    }
    String known = constants.get(receiver.text());
    return Optional.ofNullable(known == null ? constants.get(argument.text()) : known);
  }
}
