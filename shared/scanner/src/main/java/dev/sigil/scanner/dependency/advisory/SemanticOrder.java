package dev.sigil.scanner.dependency.advisory;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;

/**
 * Semantic versions; a leading {@code v} and missing parts are allowed, build metadata is not
 * order.
 */
enum SemanticOrder implements VersionOrder {
  INSTANCE;

  @Override
  public boolean valid(String version) {
    return parse(version).isPresent();
  }

  @Override
  public int compare(String left, String right) {
    return parse(left)
        .orElseThrow()
        .withClearedBuild()
        .compareTo(parse(right).orElseThrow().withClearedBuild());
  }

  static Optional<Semver> parse(String version) {
    if (version.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String plain = version.startsWith("v") ? version.substring(1) : version;
    @Nullable Semver strict = Semver.parse(plain);
    return strict != null || !plain.matches("\\d+(\\.\\d+)?")
        ? Optional.ofNullable(strict)
        : Optional.of(Objects.requireNonNull(Semver.coerce(plain)));
  }
}
