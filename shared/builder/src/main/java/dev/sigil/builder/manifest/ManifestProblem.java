package dev.sigil.builder.manifest;

/**
 * One thing wrong with a manifest.
 *
 * @param path the file, relative to the repository's root
 * @param line from 1; 0 when the problem has no place in the file
 * @param column from 1; 0 when the problem has no place in the file
 * @param message a full sentence
 * @param suggestion what to write instead; empty when nothing is near
 */
public record ManifestProblem(
    String path, int line, int column, String message, String suggestion) {
  /** {@code mcp.yaml:3:1: Unknown field "transprot". Did you mean "transport"?} */
  @Override
  public String toString() {
    String place = line == 0 ? path : path + ":" + line + ":" + column;
    return place + ": " + message + (suggestion.isEmpty() ? "" : " " + suggestion);
  }
}
