package dev.sigil.scanner.behaviour;

import com.google.re2j.Pattern;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.pack.Lazy;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A constant that is a threat where code uses it that has one of the needed capabilities.
 *
 * @param literals one of them is in every text that matches; in lower case
 */
record TextThreat(Rule rule, List<String> literals, Lazy<Pattern> pattern, Set<Capability> needs) {
  private static final int LONGEST = 8_000;
  private static final java.util.regex.Pattern EXPRESSION =
      java.util.regex.Pattern.compile("\\\\[sSwdb]|\\.\\*|\\[\\^|\\(\\?[:i!=<]|\\)\\?");

  boolean matches(String text) {
    String checked = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    return !EXPRESSION.matcher(checked).find() && pattern.get().matcher(checked).find();
  }

  boolean backdoor() {
    return rule.id().startsWith("backdoor/");
  }

  /** How a pack writes it down. */
  record Spec(
      String id,
      List<String> literals,
      String pattern,
      Set<Capability> needs,
      Verdict verdict,
      Severity severity,
      String message,
      String fix,
      List<String> yes,
      List<String> no) {
    /** The rule; it passes its tests here unless that is {@code proven}. */
    TextThreat compile(boolean proven) {
      TextThreat threat =
          new TextThreat(
              new Rule(id, severity, verdict, message, fix),
              literals.stream().map(literal -> literal.toLowerCase(Locale.ROOT)).toList(),
              new Lazy<>(() -> Pattern.compile("(?i)(?:" + pattern + ")")),
              Set.copyOf(needs));
      if (!proven) {
        yes.forEach(text -> require(threat.matches(text) && threat.hinted(text), text));
        no.forEach(text -> require(!threat.matches(text), text));
      }
      return threat;
    }

    private void require(boolean held, String text) {
      if (!held) {
        throw new IllegalArgumentException("The rule " + id + " misjudges: " + text);
      }
    }
  }

  private boolean hinted(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return literals.stream().anyMatch(lower::contains);
  }
}
