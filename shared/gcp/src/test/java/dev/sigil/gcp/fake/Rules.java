package dev.sigil.gcp.fake;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What services check in names and labels. */
final class Rules {
  private static final Pattern LABEL_KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9_-]{0,63}");
  private static final int MAX_LABELS = 64;

  private Rules() {}

  static Matcher match(Pattern shape, String name) {
    Matcher matcher = shape.matcher(name);
    Answers.require(matcher.matches(), "Resource ID [" + name + "] is not in a valid format.");
    return matcher;
  }

  static void labels(Map<String, String> labels) {
    Answers.require(labels.size() <= MAX_LABELS, "at most 64 labels");
    labels.forEach(
        (key, value) -> {
          Answers.require(LABEL_KEY.matcher(key).matches(), "label key " + key);
          Answers.require(LABEL_VALUE.matcher(value).matches(), "label value " + value);
        });
  }
}
