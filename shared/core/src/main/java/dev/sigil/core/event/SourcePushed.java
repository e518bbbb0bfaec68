package dev.sigil.core.event;

import dev.sigil.core.id.ReleaseId;

/** A release was created and waits for its scan. Published by github-webhook and console-api. */
public record SourcePushed(ReleaseId release) implements Event {
  @Override
  public Topic topic() {
    return Topic.SOURCE_PUSHED;
  }

  @Override
  public String key() {
    return release.value();
  }
}
