package dev.sigil.scanner.detect;

import dev.sigil.core.scan.CodeFrame;
import dev.sigil.core.scan.FlowStep;

/**
 * A place in a file, with what a report shows of it; kept where a finding is judged only after all
 * files were seen.
 *
 * @param line from 1; 0 for the whole file
 * @param column from 1; 0 for the whole line
 * @param text the line itself, not yet redacted
 */
public record Place(Location location, int line, int column, CodeFrame frame, String text) {
  public static Place of(ScannedFile file, int offset) {
    return new Place(
        file.location(),
        file.line(offset),
        file.column(offset),
        file.around(offset),
        file.lineText(offset));
  }

  /** This place as a step that says {@code what} happens there. */
  public FlowStep step(String what) {
    return new FlowStep(location.path(), line, what + ": " + text.strip());
  }
}
