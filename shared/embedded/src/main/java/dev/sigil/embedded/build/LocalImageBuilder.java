package dev.sigil.embedded.build;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.log.LogContext;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.embedded.host.Directories;
import dev.sigil.embedded.host.HostTools;
import dev.sigil.embedded.host.ProcessTree;
import dev.sigil.embedded.log.LogSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Builds on this machine: the same plan that a Dockerfile is made of, run as processes. A build is
 * stored before {@link #submit} returns and goes on after a crash: {@link #resume} begins those
 * again that had not ended.
 */
public final class LocalImageBuilder implements ImageBuilder, AutoCloseable {
  private static final Logger LOG = System.getLogger(LocalImageBuilder.class.getName());
  private static final int ATTEMPTS = 3;
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** What the store must know to serve this builder. */
  public static final List<Index> INDEXES =
      List.of(StoredBuilds.BY_STATE, StoredBuilds.BY_DEPLOYMENT);

  private final BuildSettings settings;
  private final SourceFetcher sources;
  private final EventPublisher events;
  private final LogSink logs;
  private final InstantSource clock;
  private final StoredBuilds builds;
  private final BuildSandbox sandbox;
  private final Toolchains toolchains;
  private final ExecutorService workers;
  private final Map<ReleaseId, LocalBuild> running = new ConcurrentHashMap<>();
  private final Map<ReleaseId, Boolean> queued = new ConcurrentHashMap<>();
  private volatile boolean closing;

  public LocalImageBuilder(
      BuildSettings settings,
      HostTools tools,
      DocumentStore store,
      SourceFetcher sources,
      EventPublisher events,
      LogSink logs,
      InstantSource clock) {
    this.settings = settings;
    this.sources = sources;
    this.events = events;
    this.logs = logs;
    this.clock = clock;
    this.builds = new StoredBuilds(store, clock);
    this.sandbox = new BuildSandbox(tools, settings.memoryMiB(), settings.toolPath());
    this.toolchains = new Toolchains(settings.toolPath());
    this.workers =
        Executors.newFixedThreadPool(
            settings.concurrency(), Thread.ofPlatform().name("build-", 0).factory());
  }

  /** Goes on with what a former process left: called once, before anything is submitted. */
  public void resume() {
    for (StoredBuild build : builds.inState(StoredBuild.State.SUBMITTED)) {
      ProcessTree.killMarked(LocalBuild.MARKER, build.request().release().value());
      enqueue(build.request());
    }
    builds.inState(StoredBuild.State.ENDED).forEach(this::publish);
  }

  @Override
  public void submit(BuildRequest request) {
    StoredBuild build = builds.submit(request);
    if (build.state() == StoredBuild.State.SUBMITTED) {
      enqueue(request);
    } else {
      publish(build);
    }
  }

  @Override
  public void cancel(ReleaseId release) {
    builds.delete(release);
    LocalBuild build = running.get(release);
    if (build != null) {
      build.cancel();
    }
  }

  @Override
  public void deleteAll(DeploymentId deployment) {
    for (StoredBuild build : builds.ofDeployment(deployment)) {
      cancel(build.request().release());
      Artifact artifact = LocalArtifact.of(build.request());
      Directories.deleteQuietly(LocalArtifact.directory(settings.artifacts(), artifact));
    }
    logs.deleteAll(deployment);
  }

  /** Stops builds; they begin again with the next process. */
  @Override
  public void close() {
    closing = true;
    workers.shutdownNow();
    running.values().forEach(LocalBuild::cancel);
    try {
      if (!workers.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "a build did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void enqueue(BuildRequest request) {
    if (queued.putIfAbsent(request.release(), true) == null) {
      workers.execute(() -> work(request));
    }
  }

  private void work(BuildRequest request) {
    ReleaseId release = request.release();
    try (LogContext.Scope scope = LogContext.with("release", release.value())) {
      BuildFinished outcome = build(request);
      if (!closing) {
        builds.update(release, stored -> stored.ended(outcome)).ifPresent(this::publish);
      }
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR, "a build ended without an outcome; it begins again at the next start", e);
    } finally {
      queued.remove(release);
    }
  }

  private BuildFinished build(BuildRequest request) {
    ReleaseId release = request.release();
    try (LogSink.Writer log = logs.open(release, Source.BUILD)) {
      LocalBuild build =
          new LocalBuild(request, settings, sources, sandbox, toolchains, log, clock);
      running.put(release, build);
      Artifact artifact = attempt(build, log);
      log.line(LogSink.Writer.PLATFORM, "Built.");
      return BuildFinished.succeeded(release, artifact);
    } catch (SigilException e) {
      return BuildFinished.failed(release, Failure.of(ReleaseState.BUILDING, e));
    } finally {
      running.remove(release);
    }
  }

  /* Only fetching throws this; a step that fails has failed. */
  private static Artifact attempt(LocalBuild build, LogSink.Writer log) {
    for (int attempt = 1; ; attempt++) {
      try {
        return build.run();
      } catch (TransientException e) {
        log.line(LogSink.Writer.PLATFORM, "The repository could not be reached.");
        if (attempt == ATTEMPTS || build.cancelled()) {
          throw new SigilException(
              ErrorCode.SOURCE_NOT_FOUND, "The repository could not be reached for the build.", e);
        }
      }
    }
  }

  private void publish(StoredBuild build) {
    if (build.outcome() != null) {
      events.publish(build.outcome());
      builds.update(build.request().release(), StoredBuild::published);
    }
  }
}
