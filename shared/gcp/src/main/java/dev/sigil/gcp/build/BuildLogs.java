package dev.sigil.gcp.build;

import java.util.List;

/** Where the end of a build's log is read, for people who ask why it failed. */
@FunctionalInterface
public interface BuildLogs {
  /** No log at all. */
  BuildLogs NONE = build -> List.of();

  /**
   * The last few lines, oldest first; empty when they cannot be read now, since a log is worth no
   * second attempt.
   *
   * @param build Cloud Build's id
   */
  List<String> tail(String build);
}
