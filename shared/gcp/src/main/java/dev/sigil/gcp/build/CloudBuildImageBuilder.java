package dev.sigil.gcp.build;

import com.google.api.gax.rpc.ApiException;
import com.google.cloudbuild.v1.Build;
import dev.sigil.core.TransientException;
import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceTree;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.Names;
import dev.sigil.gcp.build.BuildRecords.Claim;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds on Cloud Build. The outcome comes from Cloud Build's own topic, read by {@link
 * CloudBuildEvents}; a release that is submitted again after its build has ended gets it from here.
 * Clients are made when first needed.
 */
public final class CloudBuildImageBuilder implements ImageBuilder, AutoCloseable {
  private static final Logger LOG = System.getLogger(CloudBuildImageBuilder.class.getName());

  /* Longer than asking for a build may take, with its time to show up in the list. */
  private static final Duration CLAIM = Duration.ofMinutes(2);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final BuildSettings settings;
  private final BuildDefinition definition;
  private final BuildOutcomes outcomes;
  private final BuildRecords records;
  private final SourceBucket bucket;
  private final Lazy<CloudBuilds> builds;
  private final Lazy<Images> images;
  private final SourceFetcher sources;
  private final EventPublisher events;
  private final InstantSource clock;

  /**
   * A builder.
   *
   * @param authorization for Cloud Storage, which is called without a client library
   * @param logs explain failures that are published again
   * @throws IllegalArgumentException when the image repository is not one
   */
  public CloudBuildImageBuilder(
      GcpConfig config,
      BuildSettings settings,
      GcpClients clients,
      Authorization authorization,
      DocumentStore store,
      SourceFetcher sources,
      EventPublisher events,
      BuildLogs logs,
      InstantSource clock) {
    ImageRepository repository = ImageRepository.parse(config.imageRepository());
    this.settings = settings;
    this.definition =
        new BuildDefinition(repository, config.home().project(), config.buildAccount(), settings);
    this.outcomes = new BuildOutcomes(repository, config.buildAccount(), logs);
    this.records = new BuildRecords(store, clock);
    this.bucket = new SourceBucket(config.sourceBucket(), config.emulator(), authorization);
    this.builds = new Lazy<>(() -> CloudBuilds.connect(config.home(), clients));
    this.images = new Lazy<>(() -> Images.connect(repository, clients));
    this.sources = sources;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void submit(BuildRequest request) {
    Optional<Claim> known = records.find(request.release());
    if (known.isEmpty()) {
      start(request);
    } else if (known.get().build() == null) {
      recover(request, known.get());
    } else {
      follow(request, known.get(), known.get().build());
    }
  }

  /* The claim comes last before the build is asked for, so that it is held for seconds only. */
  private void start(BuildRequest request) {
    StoredSource source = store(request);
    Claim claim =
        records.claim(request.release()).orElseThrow(() -> beingSubmitted(request.release()));
    String id;
    try {
      id = builds.get().create(definition.of(request, source));
    } catch (ApiException e) {
      if (Calls.refused(e)) {
        records.release(claim);
      }
      throw Calls.failure("start the build", e);
    }
    if (!records.started(claim, id)) {
      LOG.log(Level.INFO, "The build of {0} was cancelled while it began.", request.release());
      builds.get().cancel(id);
    }
  }

  private StoredSource store(BuildRequest request) {
    return bucket.store(
        Names.source(request.release()),
        SourceArchive.fingerprint(request),
        out -> {
          try (SourceTree tree =
              sources.fetch(request.repository(), request.commit(), settings.limits())) {
            SourceArchive.write(tree, request.dockerfile(), out);
          }
        });
  }

  /* Whoever claimed the release stopped before it knew the build's id: asked for, or not yet. */
  private void recover(BuildRequest request, Claim claim) {
    Instant earliest = claim.claimedAt().minus(CLOCK_SKEW);
    Optional<Build> lost =
        builds.get().tagged(Names.releaseTag(request.release())).stream()
            .filter(build -> !created(build).isBefore(earliest))
            .max(Comparator.comparing(CloudBuildImageBuilder::created));
    if (lost.isPresent()) {
      records.started(claim, lost.get().getId());
      publish(lost.get());
      return;
    }
    if (clock.instant().isBefore(claim.claimedAt().plus(CLAIM))) {
      throw beingSubmitted(request.release());
    }
    records.release(claim);
    start(request);
  }

  private void follow(BuildRequest request, Claim claim, String id) {
    Optional<Build> build = builds.get().find(id);
    if (build.isPresent()) {
      publish(build.get());
      return;
    }
    records.release(claim);
    start(request);
  }

  private void publish(Build build) {
    outcomes.of(build).ifPresent(events::publish);
  }

  @Override
  public void cancel(ReleaseId release) {
    Optional<Claim> known = records.find(release);
    if (known.isEmpty()) {
      return;
    }
    String id = known.get().build();
    if (id != null) {
      builds.get().cancel(id);
      records.delete(release);
      return;
    }
    records.delete(release);
    unfinished(builds.get().tagged(Names.releaseTag(release)))
        .forEach(build -> builds.get().cancel(build.getId()));
  }

  @Override
  public void deleteAll(DeploymentId deployment) {
    List<Build> all = builds.get().tagged(Names.deploymentTag(deployment));
    unfinished(all).forEach(build -> builds.get().cancel(build.getId()));
    all.stream()
        .flatMap(build -> build.getTagsList().stream())
        .flatMap(tag -> Names.taggedRelease(tag).stream())
        .distinct()
        .forEach(records::delete);
    bucket.deleteAll(Names.sourcePrefix(deployment));
    images.get().deleteAll(deployment);
  }

  @Override
  public void close() {
    builds.close();
    images.close();
  }

  private static Stream<Build> unfinished(List<Build> builds) {
    return builds.stream()
        .filter(
            build ->
                switch (build.getStatus()) {
                  case PENDING, QUEUED, WORKING -> true;
                  default -> false;
                });
  }

  private static Instant created(Build build) {
    return Instant.ofEpochSecond(
        build.getCreateTime().getSeconds(), build.getCreateTime().getNanos());
  }

  private static TransientException beingSubmitted(ReleaseId release) {
    return new TransientException("the build of " + release + " is being submitted by another");
  }

  /** A client that is made when first asked for. */
  private static final class Lazy<C extends AutoCloseable> {
    private final Supplier<C> maker;
    private @Nullable C made;

    Lazy(Supplier<C> maker) {
      this.maker = maker;
    }

    synchronized C get() {
      C client = made == null ? maker.get() : made;
      made = client;
      return client;
    }

    synchronized void close() {
      if (made == null) {
        return;
      }
      try {
        made.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "a client did not close", e);
      }
    }
  }
}
