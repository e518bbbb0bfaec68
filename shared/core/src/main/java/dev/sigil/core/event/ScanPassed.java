package dev.sigil.core.event;

import dev.sigil.core.id.ReleaseId;

/** A release's source may be built. Published by scan-job. */
public record ScanPassed(ReleaseId release) implements Event {
  @Override
  public Topic topic() {
    return Topic.SCAN_PASSED;
  }

  @Override
  public String key() {
    return release.value();
  }
}
