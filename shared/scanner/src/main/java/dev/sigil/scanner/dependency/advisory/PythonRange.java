package dev.sigil.scanner.dependency.advisory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEP 440 specifiers, and Poetry's caret and tilde. */
final class PythonRange {
  private static final Pattern CLAUSE =
      Pattern.compile("\\s*(===|==|~=|!=|>=|<=|>|<|\\^|~)?\\s*([^\\s,<>=!~^]+?)(\\.\\*)?\\s*");

  private PythonRange() {}

  static Optional<VersionRange> parse(String text) {
    List<PythonVersion> lower = new ArrayList<>();
    List<Predicate<PythonVersion>> clauses = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      Matcher clause = CLAUSE.matcher(each);
      Optional<PythonVersion> bound =
          clause.matches() ? PythonVersion.parse(clause.group(2)) : Optional.empty();
      if (bound.isEmpty()) {
        return Optional.empty();
      }
      String operator = clause.group(1) == null ? "==" : clause.group(1);
      clauses.add(clause(operator, bound.get(), clause.group(3) != null));
      if (!operator.startsWith("<") && !operator.startsWith("!")) {
        lower.add(bound.get());
      }
    }
    return lower.stream()
        .max(Comparator.naturalOrder())
        .map(
            lowest ->
                new VersionRange(
                    text(lowest),
                    version ->
                        PythonVersion.parse(version)
                            .filter(each -> clauses.stream().allMatch(c -> c.test(each)))
                            .isPresent()));
  }

  private static Predicate<PythonVersion> clause(
      String operator, PythonVersion bound, boolean prefix) {
    return switch (operator) {
      case "==", "===" ->
          prefix ? version -> version.startsWith(bound) : version -> version.compareTo(bound) == 0;
      case "!=" ->
          prefix ? version -> !version.startsWith(bound) : version -> version.compareTo(bound) != 0;
      case ">=" -> version -> version.compareTo(bound) >= 0;
      case "<=" -> version -> version.compareTo(bound) <= 0;
      case ">" -> version -> version.compareTo(bound) > 0;
      case "<" -> version -> version.compareTo(bound) < 0;
      case "^" -> between(bound, caret(bound));
      case "~=" -> between(bound, Math.max(1, bound.release().size() - 1));
      default -> between(bound, Math.min(2, bound.release().size()));
    };
  }

  /* At least the bound, with the same first parts. */
  private static Predicate<PythonVersion> between(PythonVersion bound, int parts) {
    List<BigInteger> release = bound.release();
    PythonVersion prefix =
        new PythonVersion(
            bound.epoch(),
            release.subList(0, Math.min(parts, release.size())),
            0,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO);
    return version -> version.compareTo(bound) >= 0 && version.startsWith(prefix);
  }

  private static int caret(PythonVersion bound) {
    int parts = 1;
    while (parts < bound.release().size()
        && bound.release().get(parts - 1).equals(BigInteger.ZERO)) {
      parts++;
    }
    return parts;
  }

  private static String text(PythonVersion version) {
    return String.join(".", version.release().stream().map(BigInteger::toString).toList());
  }
}
