package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token.Kind;
import dev.sigil.scanner.literal.Prefilter;
import java.util.List;
import java.util.regex.Pattern;

/** Tells texts that are queries. Asked again in each round, so the answers are kept. */
final class Queries {
  private static final Pattern QUERY =
      Pattern.compile(
          "(?i)^\\s*(select|insert\\s+into|update|delete\\s+from|alter\\s+table|pragma|replace\\s+into"
              + "|with\\s+\\w+\\s+as|truncate\\s+table|attach\\s+database|grant\\s+\\w+|analyze\\s+table"
              + "|(create|drop)\\s+(table|index|view|database|schema|user|role)"
              + "|show\\s+(create|tables|columns|databases|schemas|index|grants|proc)"
              + "|explain\\s+(select|analyze))\\b"
              + "|^\\s*(describe|desc|analyze|use|call)\\s+$"
              + "|\\b(match|merge|create)\\s*\\(\\s*\\w*\\s*:"
              + "|\\bwhere\\s+[\\w.]+\\s*(=|like|in\\b|<|>)|\\border\\s+by\\b");
  /* What stands behind it is a whole statement, of which it asks how it would run. */
  private static final Pattern EXPLAINS =
      Pattern.compile(
          "(?i)\\s{0,20}explain(\\s+(analy[sz]e|verbose))*(\\s*\\([^()]{0,80}\\))?\\s+");
  private static final Prefilter WORDS = Prefilter.ofPatterns(List.of(QUERY.pattern()));

  private final Program program;
  private final Expressions expressions;
  private final byte[] answers;

  Queries(Program program, Expressions expressions) {
    this.program = program;
    this.expressions = expressions;
    this.answers = new byte[program.size()];
  }

  /** Whether the text at {@code i} starts or continues a query. */
  boolean isQuery(int i) {
    if (answers[i] == 0) {
      answers[i] = (byte) (reads(program.token(i).text()) ? 1 : -1);
    }
    return answers[i] > 0;
  }

  private static boolean reads(String text) {
    return !WORDS.candidates(text).isEmpty()
        && QUERY.matcher(text).find()
        && !EXPLAINS.matcher(text).matches();
  }

  /**
   * Whether, as in {@code MERGE (e:`${label}`)}, every controlled part is a name between backticks.
   */
  boolean isIdentifier(int from, int to) {
    boolean found = false;
    for (int i = from; i < to; i++) {
      if (program.token(i).kind() == Kind.HOLE && program.partner(i) > i) {
        int close = program.partner(i);
        boolean quoted =
            program.token(i - 1).text().endsWith("`")
                && program.token(close + 1).text().startsWith("`");
        boolean controlled = expressions.value(i + 1, close).any();
        if (controlled && !quoted) {
          return false;
        }
        found |= controlled;
        i = close;
      }
    }
    return found;
  }
}
