package dev.sigil.embedded.runtime;

import java.time.Duration;

/** Runs something later. Thread-safe; what it runs may block without holding up other timers. */
interface Timers {
  Task schedule(Duration delay, Runnable action);

  /** Something that may not have run yet. */
  @FunctionalInterface
  interface Task {
    /** Does nothing when it has run. */
    void cancel();
  }
}
