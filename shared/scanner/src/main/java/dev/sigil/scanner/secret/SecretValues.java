package dev.sigil.scanner.secret;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells values that were drawn or thought up as secrets from words, addresses and code. */
final class SecretValues {
  static final int LONGEST = 200;

  private static final int SHORTEST = 8;
  private static final double LEAST_BITS = 28;
  /* What people type for a while and leave: db_password_123, admin_secret_2024. */
  private static final Pattern TYPED =
      Pattern.compile(
          "(?i)([a-z]+[_-])?(password|passwd|secret|admin)([_-][a-z]+)*[_-]?[0-9]{3,6}[!@#]?");
  private static final Pattern NOT_SECRET_VALUE =
      Pattern.compile(
          "https?://.*|[/.~].*|.*[(){}<>\\[\\]$%\\s\\\\].*|[A-Za-z]+|[A-Z0-9_]+|[a-z0-9]+([-_.:/][a-z]+)+"
              + "|[A-Za-z]+([-_.:/][A-Za-z]+)*[0-9]{0,2}|[A-Za-z]+([-_][A-Za-z]+)++[-_][0-9]{1,4}"
              + "|-.*|[0-9.,:/-]+|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.Z+-]+|([a-z]+[A-Z])[a-zA-Z]*[0-9]?",
          Pattern.DOTALL);
  private static final Pattern ISSUED =
      Pattern.compile(
          "(gh[pousr]_|github_pat_|glpat-|sk-|sk_live_|rk_live_|xox[abp]-|hf_|npm_|pypi-|dop_v1_|shpat_)\\S{20,}");

  private SecretValues() {}

  /* What begins as a provider's tokens do was meant as one, even when its digits run in order. */
  private static boolean isIssued(String value) {
    return ISSUED.matcher(value).matches()
        && Placeholders.isSample(value)
        && !value.toLowerCase(Locale.ROOT).contains("example");
  }

  static boolean looksSecret(String value) {
    return value.length() >= SHORTEST
        && value.length() <= LONGEST
        && value.chars().allMatch(c -> c > 32 && c < 127)
        && (!NOT_SECRET_VALUE.matcher(value).matches() || TYPED.matcher(value).matches())
        && (!Placeholders.isPlaceholder(value) || isIssued(value))
        && Validator.PASSWORD.check(value) == Validator.Answer.ACCEPT
        && !value.toLowerCase(Locale.ROOT).contains("test")
        && Entropy.of(value) * value.length() >= LEAST_BITS;
  }
}
