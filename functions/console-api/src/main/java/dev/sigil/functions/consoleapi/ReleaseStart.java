package dev.sigil.functions.consoleapi;

import dev.sigil.core.build.Artifact;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.source.Commit;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Begins releases that a person asked for and publishes their event. A request that comes again
 * with its {@code Idempotency-Key} gets the release it made, and the event once more.
 */
final class ReleaseStart {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final Releases releases;
  private final EventPublisher events;
  private final InstantSource clock;
  private final RandomGenerator random;

  ReleaseStart(
      Releases releases, EventPublisher events, InstantSource clock, RandomGenerator random) {
    this.releases = releases;
    this.events = events;
    this.clock = clock;
    this.random = random;
  }

  Release deploy(Request request, Deployment deployment, Commit commit) {
    Push push = push(deployment, commit, null);
    Release release =
        releases.begin(deployment.id(), Trigger.MANUAL, key("deploy", request), push, null);
    if (release.state().open()) {
      events.publish(new SourcePushed(release.id()));
    }
    return release;
  }

  /** A release that goes live with what {@code earlier} built. */
  Release rollback(Request request, Deployment deployment, Release earlier, Artifact artifact) {
    Push push = push(deployment, earlier.push().after(), earlier.push());
    Release release =
        releases.begin(deployment.id(), Trigger.ROLLBACK, key("rollback", request), push, earlier);
    if (release.state().open()) {
      events.publish(BuildFinished.succeeded(release.id(), artifact));
    }
    return release;
  }

  /* What a person asks for now follows the head, whatever commit it goes to. */
  private Push push(Deployment deployment, Commit after, @Nullable Push told) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<Push> head = Optional.ofNullable(deployment.head()).map(Deployment.Head::push);
    return new Push(
        head.map(Push::after).orElse(Commit.NONE),
        after,
        head.map(Push::at).filter(at -> at.isAfter(now)).orElse(now),
        told == null ? null : told.message(),
        told == null ? null : told.author());
  }

  private String key(String action, Request request) {
    String given =
        request
            .header("Idempotency-Key")
            .orElseGet(() -> HexFormat.of().toHexDigits(random.nextLong()));
    if (!KEY.matcher(given).matches()) {
      throw new InvalidFieldException(
          "Idempotency-Key", "The key is not 1 to 255 visible ASCII characters.");
    }
    return action + ":" + given;
  }
}
