package dev.sigil.core.registry;

import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which public versions a list shows.
 *
 * @param search text that the name, title or description holds, whatever its case; null for all
 * @param latestOnly one version for each package
 * @param version one exact version; null for all
 * @param updatedSince only what changed at or after this moment, deleted versions included, newest
 *     change first; null for all, in the order of their names
 * @param includeDeleted whether deleted versions are shown as well, newest change first
 */
public record PackageFilter(
    @Nullable String search,
    boolean latestOnly,
    @Nullable String version,
    @Nullable Instant updatedSince,
    boolean includeDeleted) {
  public static final PackageFilter LATEST = new PackageFilter(null, true, null, null, false);

  public static PackageFilter matching(String search) {
    return new PackageFilter(search, true, null, null, false);
  }

  boolean byTime() {
    return updatedSince != null || includeDeleted;
  }

  boolean ended(PackageVersion item) {
    return updatedSince != null && item.updatedAt().isBefore(updatedSince);
  }

  boolean admits(PackageVersion item) {
    return (!latestOnly || item.latest())
        && (version == null || version.equals(item.version()))
        && (search == null || mentions(item, search.toLowerCase(Locale.ROOT)));
  }

  private static boolean mentions(PackageVersion item, String text) {
    return Stream.of("name", "title", "description")
        .map(field -> item.server().path(field).asText().toLowerCase(Locale.ROOT))
        .anyMatch(value -> value.contains(text));
  }
}
