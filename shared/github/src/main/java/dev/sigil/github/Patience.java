package dev.sigil.github;

import java.time.Duration;

/**
 * How long GitHub is waited for.
 *
 * @param connect until a connection stands
 * @param answer until an answer is there, of a transfer its beginning
 * @param transfer until an archive is read
 * @param total of one request with its repetitions, before the last of them begins
 * @param tries of a request that may be repeated, at most
 * @param pause before the first repetition; each further one waits twice as long
 */
record Patience(
    Duration connect,
    Duration answer,
    Duration transfer,
    Duration total,
    int tries,
    Duration pause) {
  static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          3,
          Duration.ofMillis(300));
}
