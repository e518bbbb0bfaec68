package dev.sigil.core.codehost;

import dev.sigil.core.source.Commit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check of a commit.
 *
 * @param number the host's, when an earlier call returned it
 * @param key identifies it among the checks of its commit and name
 * @param conclusion null while it goes on
 * @param detailsUrl where its whole story is
 * @param title one line
 * @param summary Markdown, at most 65,535 characters
 * @param text more of it, in the same bounds; null for none
 * @param annotations all of them, in an order that stays: a host that appends learns by their count
 *     which it has
 * @param actions buttons, at most three
 */
public record CheckRun(
    Commit commit,
    String name,
    @Nullable Long number,
    String key,
    @Nullable Conclusion conclusion,
    Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable String detailsUrl,
    String title,
    String summary,
    @Nullable String text,
    List<Annotation> annotations,
    List<Action> actions) {
  public CheckRun {
    annotations = List.copyOf(annotations);
    actions = List.copyOf(actions);
  }

  /** How a check ended. */
  public enum Conclusion {
    SUCCESS,
    FAILURE,
    /** A person has to do something first. */
    ACTION_REQUIRED,
    CANCELLED,
    /** Says something, judges nothing. */
    NEUTRAL
  }

  /** How loud an annotation is. */
  public enum Level {
    NOTICE,
    WARNING,
    FAILURE
  }

  /**
   * A remark on a line.
   *
   * @param path file in the repository, from its root
   * @param line from 1
   */
  public record Annotation(String path, int line, Level level, String title, String message) {}

  /**
   * A button.
   *
   * @param id what the host says when it is pressed, at most 20 characters
   * @param label at most 20 characters
   * @param description at most 40 characters
   */
  public record Action(String id, String label, String description) {}
}
