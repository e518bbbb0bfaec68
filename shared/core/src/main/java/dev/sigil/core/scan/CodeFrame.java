package dev.sigil.core.scan;

import java.util.List;

/**
 * The lines around a finding, for a person to read: secrets redacted, control characters escaped,
 * at most 160 characters of each line.
 *
 * @param firstLine number of the first line, from 1; 0 when there are none
 */
public record CodeFrame(int firstLine, List<String> lines) {
  public static final CodeFrame NONE = new CodeFrame(0, List.of());

  public CodeFrame {
    lines = List.copyOf(lines);
  }
}
