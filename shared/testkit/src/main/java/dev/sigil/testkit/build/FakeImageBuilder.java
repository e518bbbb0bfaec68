package dev.sigil.testkit.build;

import dev.sigil.core.Digests;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Ends a build as soon as it is submitted, or, when held, once {@link #finish} is called. A build
 * fails when a step's program is {@code false}, and succeeds otherwise, unless a test decides.
 * Thread-safe.
 */
public final class FakeImageBuilder implements ImageBuilder {
  private final EventPublisher events;
  private final Function<BuildRequest, BuildFinished> outcome;
  private final Map<ReleaseId, BuildRequest> held = new LinkedHashMap<>();
  private final Map<ReleaseId, BuildFinished> finished = new LinkedHashMap<>();
  private final Map<ReleaseId, Integer> submissions = new HashMap<>();
  private boolean holding;

  public FakeImageBuilder(EventPublisher events) {
    this(events, FakeImageBuilder::run);
  }

  public FakeImageBuilder(EventPublisher events, Function<BuildRequest, BuildFinished> outcome) {
    this.events = events;
    this.outcome = outcome;
  }

  /** From now on builds end only through {@link #finish}. */
  public synchronized FakeImageBuilder hold() {
    holding = true;
    return this;
  }

  /** Ends a held build. */
  public synchronized void finish(ReleaseId release) {
    BuildRequest request = held.remove(release);
    if (request == null) {
      throw new IllegalStateException("no build is under way for " + release);
    }
    end(request);
  }

  @Override
  public synchronized void submit(BuildRequest request) {
    ReleaseId release = request.release();
    submissions.merge(release, 1, Integer::sum);
    BuildFinished before = finished.get(release);
    if (before != null) {
      events.publish(before);
    } else if (holding) {
      held.putIfAbsent(release, request);
    } else {
      end(request);
    }
  }

  @Override
  public synchronized void cancel(ReleaseId release) {
    held.remove(release);
  }

  @Override
  public synchronized void deleteAll(DeploymentId deployment) {
    Predicate<ReleaseId> gone = release -> release.deployment().equals(deployment);
    held.keySet().removeIf(gone);
    finished.keySet().removeIf(gone);
  }

  /** Releases whose build is under way, oldest first. */
  public synchronized List<ReleaseId> held() {
    return List.copyOf(held.keySet());
  }

  /** How often a release was submitted. */
  public synchronized int submissions(ReleaseId release) {
    return submissions.getOrDefault(release, 0);
  }

  private void end(BuildRequest request) {
    BuildFinished result = outcome.apply(request);
    finished.put(request.release(), result);
    events.publish(result);
  }

  private static BuildFinished run(BuildRequest request) {
    boolean fails =
        request.plan().steps().stream().anyMatch(step -> step.command().contains("false"));
    if (fails) {
      SigilException cause =
          new SigilException(ErrorCode.BUILD_FAILED, "The step ended with exit code 1.");
      return BuildFinished.failed(request.release(), Failure.of(ReleaseState.BUILDING, cause));
    }
    String hash = Digests.sha256Hex(request.commit().id(), Json.write(request.plan()));
    return BuildFinished.succeeded(request.release(), new Artifact("local:sha256-" + hash));
  }
}
