package dev.sigil.scanner.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Values that stand where a secret will be: documentation, templates, published examples. */
final class Placeholders {
  private static final List<String> WORDS =
      List.of(
          "example",
          "sample",
          "placeholder",
          "change_me",
          "changeme",
          "change-me",
          "your_",
          "your-",
          "yourtoken",
          "yourkey",
          "yourapi",
          "replace",
          "redacted",
          "dummy",
          "fake",
          "mock",
          "insert",
          "xxxx",
          "****",
          "....",
          "----",
          "____",
          "1234567890",
          "0123456789",
          "abcdefgh",
          "deadbeef",
          "cafebabe",
          "process.env",
          "os.environ",
          "getenv",
          "${",
          "{{",
          "}}",
          "<%",
          "todo",
          "notreal",
          "not-a-real",
          "not_a_real",
          "lorem");
  private static final Pattern REPEATED = Pattern.compile("(.)\\1{7,}|(..)\\2{5,}|(...)\\3{4,}");
  private static final Pattern WORDS_ONLY = Pattern.compile("[a-z]+([-_. ][a-z]+)++");
  private static final Set<String> SAMPLES =
      Set.of(
          "example",
          "sample",
          "fake",
          "dummy",
          "1234567890",
          "0123456789",
          "abcdefgh",
          "deadbeef",
          "cafebabe",
          "notreal",
          "mock");
  private static final int LONGEST_CHECKED = 512;

  private Placeholders() {}

  /** Whether nothing but the words for samples and the runs of typed keys make it a placeholder. */
  static boolean isSample(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return isPlaceholder(value)
        && !REPEATED.matcher(lower).find()
        && !WORDS_ONLY.matcher(value).matches()
        && WORDS.stream().noneMatch(word -> !SAMPLES.contains(word) && lower.contains(word));
  }

  static boolean isPlaceholder(String value) {
    String checked = value.length() > LONGEST_CHECKED ? value.substring(0, LONGEST_CHECKED) : value;
    String lower = checked.toLowerCase(Locale.ROOT);
    return !value.startsWith("-----BEGIN")
        && (WORDS.stream().anyMatch(lower::contains)
            || REPEATED.matcher(lower).find()
            || WORDS_ONLY.matcher(checked).matches());
  }
}
