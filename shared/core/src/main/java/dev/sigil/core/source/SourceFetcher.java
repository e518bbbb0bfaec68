package dev.sigil.core.source;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import java.util.Optional;
import java.util.Set;

/**
 * Reads commits of repositories. Thread-safe.
 *
 * <p>Both methods throw {@link SigilException} with {@code SOURCE_NOT_FOUND}, {@code SOURCE_UNSAFE}
 * or {@code SOURCE_TOO_LARGE} for what stays wrong, and {@link TransientException} when the host
 * could not be reached.
 */
public interface SourceFetcher {
  /**
   * The commit that a branch, tag or abbreviated id names now: 40 lower-case hex digits. An empty
   * {@code ref} means the default branch.
   */
  Resolved resolve(Repository repository, String ref);

  /** The tree of {@code commit}; the caller closes it. */
  SourceTree fetch(Repository repository, Commit commit, SourceLimits limits);

  /**
   * The files that differ between two commits, both names of a renamed one; empty when that cannot
   * be told: {@code to} does not follow {@code from}, or too many differ.
   */
  default Optional<Set<String>> changes(Repository repository, Commit from, Commit to) {
    return Optional.empty();
  }

  /** A commit and the branch that led to it. */
  record Resolved(Commit commit, String branch) {}
}
