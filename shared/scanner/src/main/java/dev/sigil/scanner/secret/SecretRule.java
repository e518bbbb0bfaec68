package dev.sigil.scanner.secret;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sigil.scanner.detect.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One kind of secret. Patterns are RE2, so that matching is linear in hostile text.
 *
 * @param keywords one of them stands in or near every match; in lower case, never empty
 * @param pattern group 1, or the whole match when it has no groups, is the secret
 * @param minEntropy least Shannon entropy of a secret, in bits per character
 * @param window how far around a keyword a match can reach, in bytes
 */
public record SecretRule(
    Rule rule,
    List<String> keywords,
    Pattern pattern,
    double minEntropy,
    Validator validator,
    int window) {

  /** A secret in a window of text; {@code start} is its offset there. */
  public record Match(int start, String secret, Validator.Answer answer) {}

  public SecretRule {
    keywords = List.copyOf(keywords);
    if (keywords.isEmpty()) {
      throw new IllegalArgumentException("a secret rule needs a keyword: " + rule.id());
    }
  }

  /** The secrets in {@code text} that this rule stands behind. */
  public List<Match> matches(String text) {
    List<Match> matches = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
      String secret = matcher.group(group);
      boolean placeholder = Placeholders.isPlaceholder(secret);
      boolean sample = placeholder && Placeholders.isSample(secret);
      if (Entropy.of(secret) >= minEntropy && (sample || !placeholder)) {
        Validator.Answer answer = sample ? Validator.Answer.SAMPLE : validator.check(secret);
        if (answer != Validator.Answer.REJECT) {
          matches.add(new Match(matcher.start(group), secret, answer));
        }
      }
    }
    return matches;
  }

  /** Whether a text holds a secret of this rule; a keyword must be there too. */
  boolean detects(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return keywords.stream().anyMatch(lower::contains)
        && matches(text).stream().anyMatch(match -> match.answer() != Validator.Answer.SAMPLE);
  }
}
