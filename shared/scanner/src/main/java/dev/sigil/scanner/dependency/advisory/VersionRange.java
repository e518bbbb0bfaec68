package dev.sigil.scanner.dependency.advisory;

import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.semver4j.Semver;
import org.semver4j.range.Range;
import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/**
 * The versions that a manifest allows.
 *
 * @param lowest the least version that it names as allowed
 */
public record VersionRange(String lowest, Predicate<String> allows) {
  private static final int MAX_LENGTH = 300;

  /**
   * Reads a range with a lower bound; empty for any other and for ecosystems that take it as exact.
   */
  public static Optional<VersionRange> parse(Ecosystem ecosystem, String range) {
    if (range.isBlank() || range.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return switch (ecosystem) {
      case NPM -> semantic(range);
      case CARGO -> semantic(cargo(range));
      case PYPI -> PythonRange.parse(range);
      case MAVEN, GO -> Optional.empty();
    };
  }

  /* Cargo separates by commas, and a bare version means a caret. */
  private static String cargo(String range) {
    String spaced = range.replace(',', ' ').strip();
    return Character.isDigit(spaced.charAt(0)) ? "^" + spaced : spaced;
  }

  private static Optional<VersionRange> semantic(String range) {
    RangeList list = RangeListFactory.create(range);
    return list.get().stream()
        .map(VersionRange::lowest)
        .flatMap(Optional::stream)
        .min(Semver::compareTo)
        .map(
            lowest ->
                new VersionRange(
                    lowest.getVersion(),
                    version ->
                        SemanticOrder.parse(version).filter(list::isSatisfiedBy).isPresent()));
  }

  private static Optional<Semver> lowest(List<Range> all) {
    return all.stream()
        .filter(each -> !each.toString().startsWith("<"))
        .map(Range::getRangeVersion)
        .filter(version -> version.isGreaterThan(Semver.ZERO))
        .max(Semver::compareTo);
  }
}
