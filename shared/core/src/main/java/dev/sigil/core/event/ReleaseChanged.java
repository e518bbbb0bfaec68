package dev.sigil.core.event;

import dev.sigil.core.id.ReleaseId;

/**
 * A release may have changed, and whoever shows it looks at it again. Published by each step of the
 * pipeline; what changed is read from the store.
 */
public record ReleaseChanged(ReleaseId release) implements Event {
  @Override
  public Topic topic() {
    return Topic.RELEASE_CHANGED;
  }

  @Override
  public String key() {
    return release.value();
  }
}
