package dev.sigil.scanner.dependency.advisory;

import org.jspecify.annotations.Nullable;

/**
 * Versions from {@code introduced} on that are affected, as OSV's events say it.
 *
 * @param introduced the first affected version; {@code 0} is before every version
 * @param fixed the first version after it that is not affected
 * @param lastAffected instead of {@code fixed}, the last version that is
 */
public record AffectedRange(
    String introduced, @Nullable String fixed, @Nullable String lastAffected) {

  boolean holds(String version, VersionOrder order) {
    return !before(version, introduced, order)
        && (fixed == null || !order.valid(fixed) || before(version, fixed, order))
        && (lastAffected == null
            || !order.valid(lastAffected)
            || order.compare(version, lastAffected) <= 0);
  }

  private static boolean before(String version, String bound, VersionOrder order) {
    return !bound.equals("0") && order.valid(bound) && order.compare(version, bound) < 0;
  }
}
