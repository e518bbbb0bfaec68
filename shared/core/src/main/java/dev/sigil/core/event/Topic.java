package dev.sigil.core.event;

/** The topics that chain the functions. The id is the topic's name on every platform. */
public enum Topic {
  SOURCE_PUSHED("source-pushed", SourcePushed.class),
  SCAN_PASSED("scan-passed", ScanPassed.class),
  BUILD_FINISHED("build-finished", BuildFinished.class),
  RECONCILE_TICK("reconcile-tick", ReconcileTick.class);

  private final String id;
  private final Class<? extends Event> type;

  Topic(String id, Class<? extends Event> type) {
    this.id = id;
    this.type = type;
  }

  public String id() {
    return id;
  }

  public Class<? extends Event> type() {
    return type;
  }
}
