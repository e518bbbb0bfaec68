package dev.sigil.builder.detect;

import java.util.ArrayList;
import java.util.List;

/** Why nothing was found, in the order it was looked for. Not thread-safe. */
public final class Search {
  private final List<String> reasons = new ArrayList<>();

  /** {@code reason} is a clause such as {@code package.json: no "start" script}. */
  public void miss(String reason) {
    reasons.add(reason);
  }

  public List<String> reasons() {
    return List.copyOf(reasons);
  }
}
