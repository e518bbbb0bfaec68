package dev.sigil.github;

import java.time.Duration;

/** Lets time pass before GitHub is asked again; in a test it passes at once. */
@FunctionalInterface
public interface Pause {
  void sleep(Duration time) throws InterruptedException;
}
