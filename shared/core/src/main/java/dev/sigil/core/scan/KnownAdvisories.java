package dev.sigil.core.scan;

import java.time.LocalDate;

/**
 * The advisories that a scan compared dependencies with. What was published after {@code newest} is
 * not known to it. A report holds the day and not the age, so that it stays the same tomorrow.
 *
 * @param source where they come from, for people
 * @param newest day of the newest one, or of the answer where a service was asked
 */
public record KnownAdvisories(String source, LocalDate newest, int count) {}
