package dev.sigil.core.preview;

import dev.sigil.core.source.Commit;
import org.jspecify.annotations.Nullable;

/**
 * What the code host was shown of a preview.
 *
 * @param comment number of its comment
 * @param said hash of what the comment says
 * @param check number of the check run that asks for an approval
 * @param checked the commit of that check run
 * @param checkName the name of that check run
 * @param asks whether that check run still asks
 */
public record Showing(
    @Nullable Long comment,
    @Nullable String said,
    @Nullable Long check,
    @Nullable Commit checked,
    @Nullable String checkName,
    boolean asks) {
  static final Showing NONE = new Showing(null, null, null, null, null, false);

  public Showing withComment(long number, String text) {
    return new Showing(number, text, check, checked, checkName, asks);
  }

  public Showing withCheck(long number, Commit commit, String name, boolean open) {
    return new Showing(comment, said, number, commit, name, open);
  }
}
