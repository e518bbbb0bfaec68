package dev.sigil.scanner.secret;

import java.util.stream.Collectors;

/** Shannon entropy of a text's own characters. */
final class Entropy {
  private Entropy() {}

  /** In bits per character; 0 for the empty text. */
  static double of(String text) {
    double length = text.length();
    return text
        .chars()
        .boxed()
        .collect(Collectors.groupingBy(c -> c, Collectors.counting()))
        .values()
        .stream()
        .mapToDouble(count -> -(count / length) * Math.log(count / length) / Math.log(2))
        .sum();
  }
}
