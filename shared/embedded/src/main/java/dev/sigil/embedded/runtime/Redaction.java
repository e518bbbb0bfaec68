package dev.sigil.embedded.runtime;

import dev.sigil.core.secret.SecretName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Replaces the secrets of a server, line by line, in what it writes. */
record Redaction(List<Secret> secrets) {
  /* Shorter values would hide ordinary words. */
  private static final int SHORTEST = 6;

  /** A line of a secret's value, and what stands for it. */
  private record Secret(String line, String mark) {}

  static Redaction of(Map<SecretName, String> secrets) {
    return new Redaction(
        secrets.entrySet().stream()
            .flatMap(entry -> lines(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingInt((Secret secret) -> secret.line().length()).reversed())
            .toList());
  }

  private static Stream<Secret> lines(SecretName name, String value) {
    return value
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= SHORTEST)
        .map(line -> new Secret(line, "[" + name + "]"));
  }

  String apply(String text) {
    String clean = text;
    for (Secret secret : secrets) {
      clean = clean.replace(secret.line(), secret.mark());
    }
    return clean;
  }
}
