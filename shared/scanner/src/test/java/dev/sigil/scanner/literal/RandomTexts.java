package dev.sigil.scanner.literal;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Patterns, and texts out of pieces of what they match. */
final class RandomTexts {
  static final List<String> REGEXES =
      List.of(
          "\\b(ignore|forget) (all |the |your )*(previous|prior)\\s+rules?",
          "you\\s+must\\s*not",
          "忽略(之前|以上)[^。]{0,4}指令|必ず",
          "</?(system|inst)>|\\[inst\\]",
          "[áa]b?c{2}d");
  static final List<Pattern> PATTERNS =
      REGEXES.stream()
          .map(regex -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
          .toList();
  private static final List<String> WORDS =
      List.of(
          "ignore",
          "Forget",
          " ALL",
          " previous",
          " rules",
          "rule",
          "you",
          "mu\u017ft",
          "not",
          " ",
          "\n\t ",
          "忽略",
          "之前",
          "的",
          "指令",
          "必ず",
          "</",
          "system",
          "INST",
          ">",
          "[",
          "]",
          "Á",
          "a",
          "b",
          "cc",
          "C",
          "d",
          "\u212A");

  private RandomTexts() {}

  static String next(Random random) {
    return Stream.generate(() -> WORDS.get(random.nextInt(WORDS.size())))
        .limit(random.nextInt(12))
        .collect(Collectors.joining());
  }
}
