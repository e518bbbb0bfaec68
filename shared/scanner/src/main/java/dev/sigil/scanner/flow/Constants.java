package dev.sigil.scanner.flow;

import dev.sigil.scanner.literal.Prefilter;
import java.util.List;
import java.util.regex.Pattern;

/** What constant text says about the value it stands in. */
final class Constants {
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)[\\s(]{0,20}(select\\s|insert\\s+into|update\\s+\\S{1,80}\\s+set\\b|delete\\s+from|drop\\s+(table|database|index|view|user)"
              + "|create\\s+(table|index|view|database|user)|truncate\\s+table|explain\\s"
              + "|alter\\s+table|pragma\\s|replace\\s+into|with\\s+\\w{1,60}\\s+as\\s|call\\s+\\w|grant\\s|show\\s|describe\\s|use\\s|match\\s*\\()");
  /* What stands behind it is a whole statement, of which it asks how it would run. */
  private static final Pattern EXPLAINS =
      Pattern.compile(
          "(?i)\\s{0,20}explain(\\s+(plan\\s+for|analy[sz]e|verbose|extended|formatted))*(\\s*\\([^()]{0,80}\\))?\\s+");
  private static final String CLAUSES =
      "(?i)\\bwhere\\s+[\\w.`\"]{1,80}\\s*(=|like\\b|in\\b|<|>)|\\border\\s+by\\s|\\{call\\s|\\bfrom\\s+\\w{1,80}\\s+where\\b";
  private static final Pattern CLAUSE = Pattern.compile(CLAUSES);
  private static final Prefilter LIKELY = Prefilter.ofPatterns(List.of(CLAUSES));
  private static final Pattern CONDITION =
      Pattern.compile("(?i)[\\w.`\"]{1,80}\\s*(=|like|<|>|in)\\s*\\(?['\"%]{0,3}$");
  /* What may follow a comparison at the end, line breaks included, and how a comparison ends. */
  private static final String TRAILING = "'\"%( \t\n\u000B\f\r\u0085\u2028\u2029";
  private static final String COMPARING = "=<>nNeE";
  private static final Pattern SHELL =
      Pattern.compile(
          "(?i)(.*[/\\\\])?(sh|bash|zsh|ash|dash|ksh|cmd|cmd\\.exe|powershell|powershell\\.exe|pwsh)(\\s+[-/]l?c(\\s.*)?)?");
  private static final Pattern RUNS =
      Pattern.compile("-l?i?c|-lc|/[cC]|-[cC]ommand|-e|--eval|-r|-Command");
  private static final Pattern INTERPRETER =
      Pattern.compile("(.*/)?(python[\\d.]*|node|perl|ruby|php|osascript|deno|bun|lua)");
  private static final Pattern HOST =
      Pattern.compile("(?i)[a-z+]+://[^/?#%\\s]+[/?#:].*|/.*", Pattern.DOTALL);

  private Constants() {}

  static int about(String text) {
    if (EXPLAINS.matcher(text).matches()) {
      return 0;
    }
    int about = Value.TEXT;
    if (text.length() < 4_000) {
      about |= isSql(text) || isCondition(text) ? Value.SQL : 0;
      about |= HOST.matcher(text).matches() ? Value.HOST : 0;
    } else {
      about |= isSql(text.substring(0, 4_000)) ? Value.SQL : 0;
    }
    if (text.length() < 80) {
      about |= SHELL.matcher(text).matches() ? Value.SHELL : 0;
      about |= RUNS.matcher(text).matches() ? Value.RUNS : 0;
      about |= INTERPRETER.matcher(text).matches() ? Value.INTERPRETER : 0;
    }
    return about | (text.startsWith("/") ? Value.ROOTED : 0);
  }

  private static boolean isSql(String text) {
    return STATEMENT.matcher(text).lookingAt()
        || (!LIKELY.candidates(text).isEmpty() && CLAUSE.matcher(text).find());
  }

  private static boolean isCondition(String text) {
    int end = text.length();
    while (end > 0 && TRAILING.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end > 0
        && COMPARING.indexOf(text.charAt(end - 1)) >= 0
        && CONDITION.matcher(text).find();
  }
}
