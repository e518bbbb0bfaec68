package dev.sigil.scanner.secret;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One kind of secret. Patterns are RE2, so that matching is linear in hostile text.
 *
 * @param keywords one of them stands in or near every match; in lower case, never empty
 * @param pattern group 1, or the whole match when it has no groups, is the secret
 * @param minEntropy least Shannon entropy of a secret, in bits per character
 * @param window how far around a keyword a match can reach, in bytes
 * @param bounds where it applies and what it lets be
 * @param follows what stands right behind one of the keywords of every match; null when that can be
 *     anything
 */
public record SecretRule(
    Rule rule,
    List<String> keywords,
    SecretPattern pattern,
    double minEntropy,
    Validator validator,
    int window,
    Bounds bounds,
    @Nullable Following follows) {
  /**
   * What an imported rule adds.
   *
   * @param group the pattern's group that is the secret; 0 for the first that there is, else all
   * @param path files it looks at; null for every one
   */
  record Bounds(int group, @Nullable Pattern path, List<Allowance> allowances) {
    static final Bounds NONE = new Bounds(0, null, List.of());

    Bounds {
      allowances = List.copyOf(allowances);
    }

    boolean admit(String file) {
      return path == null || path.matcher(file).find();
    }
  }

  /** A rule for every file. */
  SecretRule(
      Rule rule,
      List<String> keywords,
      SecretPattern pattern,
      double minEntropy,
      Validator validator,
      int window,
      @Nullable Following follows) {
    this(rule, keywords, pattern, minEntropy, validator, window, Bounds.NONE, follows);
  }

  /** A secret in a window of text; {@code start} is its offset there. */
  public record Match(int start, String secret, Validator.Answer answer) {}

  public SecretRule {
    keywords = List.copyOf(keywords);
    if (keywords.isEmpty()) {
      throw new IllegalArgumentException("a secret rule needs a keyword: " + rule.id());
    }
  }

  /** Whether what begins at {@code end}, just behind a keyword, may be part of a match. */
  boolean mayGoOn(ScannedFile file, int end) {
    return follows == null || follows.standsAt(file, end);
  }

  /**
   * The secrets in {@code text}, a window of the file {@code path}, that this rule stands behind.
   */
  List<Match> matches(String text, String path) {
    List<Match> matches = new ArrayList<>();
    Matcher matcher = pattern.compiled().matcher(text);
    while (matcher.find()) {
      int group = group(matcher);
      String secret = matcher.group(group);
      if (isAllowed(text, matcher, secret, path)) {
        continue;
      }
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

  private int group(Matcher matcher) {
    if (bounds.group() > 0 && matcher.start(bounds.group()) >= 0) {
      return bounds.group();
    }
    return matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
  }

  private boolean isAllowed(String text, Matcher matcher, String secret, String path) {
    if (bounds.allowances().isEmpty()) {
      return false;
    }
    int end = text.indexOf('\n', matcher.end());
    String line =
        text.substring(text.lastIndexOf('\n', matcher.start()) + 1, end < 0 ? text.length() : end);
    return bounds.allowances().stream()
        .anyMatch(allowance -> allowance.covers(path, secret, matcher.group(), line));
  }

  /** Whether a text holds a secret of this rule; a keyword must be there too. */
  boolean detects(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return keywords.stream().anyMatch(keyword -> goesOn(text, lower.indexOf(keyword), keyword))
        && matches(text, "").stream().anyMatch(match -> match.answer() != Validator.Answer.SAMPLE);
  }

  private boolean goesOn(String text, int at, String keyword) {
    return at >= 0 && (follows == null || follows.standsAt(text, at + keyword.length()));
  }
}
