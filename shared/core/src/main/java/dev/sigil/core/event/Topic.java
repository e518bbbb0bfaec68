package dev.sigil.core.event;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The topics that chain the functions. The id is the topic's name on every platform. */
public enum Topic {
  SOURCE_PUSHED("source-pushed", SourcePushed.class),
  SCAN_PASSED("scan-passed", ScanPassed.class),
  BUILD_FINISHED("build-finished", BuildFinished.class),
  RELEASE_CHANGED("release-changed", ReleaseChanged.class),
  PREVIEW_CHANGED("preview-changed", PreviewChanged.class),
  RECONCILE_TICK("reconcile-tick", ReconcileTick.class, Duration.ofMinutes(1));

  private final String id;
  private final Class<? extends Event> type;
  private final @Nullable Duration period;

  Topic(String id, Class<? extends Event> type) {
    this(id, type, null);
  }

  Topic(String id, Class<? extends Event> type, @Nullable Duration period) {
    this.id = id;
    this.type = type;
    this.period = period;
  }

  public String id() {
    return id;
  }

  public Class<? extends Event> type() {
    return type;
  }

  /** How often the clock publishes on it, in whole minutes; empty where functions publish. */
  public Optional<Duration> period() {
    return Optional.ofNullable(period);
  }
}
