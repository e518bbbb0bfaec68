package dev.sigil.scanner.poison;

import dev.sigil.scanner.literal.Starts;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Leaves out of texts what defends against orders: a warning not to follow those that a page holds,
 * cautions about secrets, and orders that are quoted as examples of what is found or refused. Only
 * the clause itself goes, so that an order behind it stays. Offsets stay.
 */
final class Defences {
  private static final String ORDERS =
      "(?:instructions?|orders?|commands?|directives?|prompts?)\\b";
  private static final String FOREIGN =
      "(?:pages?|contents?|texts?|results?|documents?|data|e?-?mails?|messages?|issues?|comments?|files?|websites?|it|them|there)\\b";
  private static final List<Pattern> CLAUSES =
      List.of(
          compile(
              "\\b(?:never|avoid|do not|don.?t|must not) (?:include|including|hard-?cod(?:e|ing)|embed|embedding|commit|store|storing)"
                  + " (?:any |the |your |real |hard-?coded )*(?:(?:credentials|secrets|passwords|api keys|access keys|tokens|sensitive (?:information|data))(?:,? (?:and |or )?)?)+"),
          compile(
              "\\b(?:never|do not|don'?t|must not|should not) (?:follow|obey|act (?:up)?on|execute|carry out|comply with|trust) (?:any |the |all |such )*"
                  + ORDERS
                  + "[^.;,:\\n]{0,20}\\b(?:in|inside|within|from|by) (?:the |a |an |these |those |this |its )*(?:[a-z]+ )?"
                  + FOREIGN
                  + "[^.;,:\\n]{0,60}"),
          compile(
              "\\bignore (?:any |all )?"
                  + ORDERS
                  + " (?:that (?:are |may be )?)?(?:found |contained |embedded |hidden |appear(?:ing)? )?(?:in|inside|within) (?:the |a |an |these |those |this |its )*(?:[a-z]+ )?"
                  + FOREIGN),
          compile(
              "\\b(?:detects?|flags?|scans? for|blocks?|recogni[sz]es|(?:never|do not|don'?t|must not) (?:obey|follow|act on))\\b[^.'\"`\\n]{0,120}(?:such as|like|e\\.g\\.|for example|including)[^.'\"`\\n]{0,20}"
                  + "(['\"`])[^'\"`\\n]{1,80}\\1(?:(?:,| or| and|, or|, and) (['\"`])[^'\"`\\n]{1,80}\\2){0,6}"));

  private static final Starts STARTS =
      Starts.of(CLAUSES.stream().map(Pattern::pattern).toList(), Map.of());
  private static final BitSet ALL = BitSet.valueOf(new long[] {(1L << CLAUSES.size()) - 1});

  private static final Pattern JUDGES =
      compile(
          "\\b(?:determine|decide|detect|judge|assess|classify|check)\\b[^.\\n]{0,120}\\b(?:prompt injections?|jailbreaks?|injection attacks?)\\b");

  private Defences() {}

  /** Whether the text has a model look for injections, of which it then shows some. */
  static boolean judges(String text) {
    return JUDGES.matcher(text).find();
  }

  static String leftOut(String text) {
    StringBuilder left = new StringBuilder(text);
    Map<Integer, BitSet> starts = STARTS.in(text, ALL);
    for (int i = 0; i < CLAUSES.size(); i++) {
      Starts.matches(CLAUSES.get(i).matcher(text), starts.get(i))
          .forEach(
              found ->
                  left.replace(
                      found.start(), found.end(), ".".repeat(found.end() - found.start())));
    }
    return left.toString();
  }

  private static Pattern compile(String clause) {
    return Pattern.compile(clause, Pattern.CASE_INSENSITIVE);
  }
}
