package dev.sigil.gcp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A project and region that hosts servers: the unit of Cloud Run's quotas. */
public record Cell(String project, String region) {
  private static final Pattern SHAPE =
      Pattern.compile("([a-z][a-z0-9-]{4,28}[a-z0-9])/([a-z]+-[a-z]+[0-9]+)");

  /**
   * Reads {@code project/region}.
   *
   * @throws IllegalArgumentException when it is not that
   */
  public static Cell parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a cell is a project/region");
    }
    return new Cell(matcher.group(1), matcher.group(2));
  }

  /** The resource name that Google's clients call a location. */
  public String location() {
    return "projects/" + project + "/locations/" + region;
  }

  @Override
  public String toString() {
    return project + "/" + region;
  }
}
