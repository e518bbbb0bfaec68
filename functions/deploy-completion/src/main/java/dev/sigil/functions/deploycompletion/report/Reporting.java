package dev.sigil.functions.deploycompletion.report;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.ReleaseReport;
import dev.sigil.core.codehost.ReleaseReport.Farewell;
import dev.sigil.core.codehost.ReleaseReports;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.store.DocumentStore;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Shows where a release stands at its code host. Whatever the host does, no release fails by it and
 * nobody waits for it: what it does not take is shown again by the clock, not before the host wants
 * to be asked. Thread-safe.
 */
public final class Reporting {
  private static final System.Logger LOG = System.getLogger(Reporting.class.getName());

  /** How many due reports one tick sends. */
  private static final int BATCH = 20;

  /* One who is turned away between two rounds makes a third; more come with the tick. */
  private static final int ROUNDS = 3;

  /** An event of an open release that was lost is missed after this time. */
  private static final Duration QUIET = Duration.ofMinutes(10);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final int MAX_DOUBLINGS = 6;
  private static final int MAX_FAILURES = 60;

  private static final String REPLACED = "REPLACED";
  private static final String DELETED = "DELETED";
  private static final Set<String> SERVED = Set.of(ReleaseState.LIVE.name(), REPLACED);
  private static final Map<String, String> RETIRED =
      Map.of(REPLACED, "A newer release took its place", DELETED, "The server was deleted");

  private final CodeHost host;
  private final Deployments deployments;
  private final Releases releases;
  private final ReleaseReports reports;
  private final Ownership owns;
  private final ReleaseShow show;
  private final Consumer<DeploymentId> previews;
  private final InstantSource clock;

  /**
   * A reporting.
   *
   * @param previews told of each preview of which a release changed
   */
  public Reporting(
      CodeHost host,
      DocumentStore store,
      RegistryNames names,
      Consumer<DeploymentId> previews,
      InstantSource clock) {
    this.host = host;
    this.deployments = new Deployments(store, clock);
    this.releases = new Releases(store, clock);
    this.reports = new ReleaseReports(store, clock);
    this.owns = new Ownership(names, new Workspaces(store, clock));
    this.show = new ReleaseShow(host, names);
    this.previews = previews;
    this.clock = clock;
  }

  /** The reporting on a platform. */
  public static Reporting on(
      Platform platform, RegistryNames names, Consumer<DeploymentId> previews) {
    return new Reporting(
        platform.codeHost(), platform.documents(), names, previews, platform.clock());
  }

  /** Shows a release that waits for its scan, and the one whose place it took. */
  public void begun(ReleaseId id) {
    if (host.equals(CodeHost.NONE)) {
      return;
    }
    releases
        .get(id)
        .ifPresent(
            release -> {
              report(id);
              Optional.ofNullable(release.supersedes()).ifPresent(this::report);
            });
  }

  /** Shows a release as it is now, unless somebody else is doing so. */
  public void report(ReleaseId id) {
    if (host.equals(CodeHost.NONE)) {
      return;
    }
    Optional<Deployment> deployment = deployments.get(id.deployment()).or(() -> deleted(id));
    if (deployment.isEmpty()) {
      reports.delete(id);
      return;
    }
    if (!host.covers(deployment.get().repository()) || !owns.test(deployment.get())) {
      return;
    }
    boolean said = false;
    for (int round = 0; round < ROUNDS && !said; round++) {
      Optional<ReleaseReport> held = reports.hold(id);
      said = held.isEmpty() || giveBack(attempt(held.get(), deployment.get()));
    }
    if (deployment.get().preview() != null) {
      previews.accept(deployment.get().id());
    }
  }

  private Optional<Deployment> deleted(ReleaseId id) {
    return reports.get(id).map(ReleaseReport::farewell).map(Farewell::deployment);
  }

  /* What was said for the last time is forgotten. */
  private boolean giveBack(ReleaseReport report) {
    boolean said = reports.giveBack(report);
    if (said && report.farewell() != null && report.dueAt() == null) {
      reports.delete(report.release());
    }
    return said;
  }

  /** Shows what is due to be shown again. */
  public void due() {
    if (!host.equals(CodeHost.NONE)) {
      reports.due(BATCH).forEach(this::report);
    }
  }

  private ReleaseReport attempt(ReleaseReport report, Deployment deployment) {
    Farewell farewell = report.farewell();
    Optional<Release> found =
        farewell == null ? releases.get(report.release()) : Optional.of(farewell.release());
    if (found.isEmpty()) {
      return report.taken("gone", null);
    }
    boolean served = SERVED.contains(String.valueOf(report.shown()));
    Release release = farewell == null || served ? found.get() : cutShort(found.get());
    String state = state(release, served, farewell != null);
    boolean over = farewell != null || !release.state().open();
    Instant next = over ? null : clock.instant().plus(QUIET);
    if (state.equals(report.shown())) {
      return report.taken(state, next);
    }
    ReleaseShow.Progress progress = new ReleaseShow.Progress(report);
    try {
      if (served) {
        show.retire(progress, release, deployment, RETIRED.getOrDefault(state, ""));
      } else {
        show.show(progress, release, deployment);
      }
      return progress.report().taken(state, next);
    } catch (SigilException e) {
      LOG.log(Level.INFO, "The code host refused the report: {0}", e.getMessage());
      return progress.report().taken(state, next);
    } catch (RuntimeException e) {
      return postponed(progress.report(), e);
    }
  }

  private ReleaseReport postponed(ReleaseReport report, RuntimeException cause) {
    LOG.log(Level.WARNING, "The code host did not take a report of " + report.release(), cause);
    if (report.failures() >= MAX_FAILURES) {
      return report.taken("given up", null);
    }
    Instant now = clock.instant();
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(report.failures(), MAX_DOUBLINGS));
    Instant wanted =
        cause instanceof TransientException refusal ? refusal.notBefore().orElse(now) : now;
    Instant next = now.plus(pause);
    return report.failed(next.isBefore(wanted) ? wanted : next);
  }

  /* One whose success was never told serves no more when it could be. */
  private Release cutShort(Release last) {
    return last.state() == ReleaseState.LIVE
        ? last.entering(ReleaseState.CANCELLED, clock.instant())
        : last;
  }

  /* What of a release is worth a request when it changes; its check stays as it was once it served. */
  private static String state(Release release, boolean served, boolean deleted) {
    if (deleted) {
      return DELETED;
    }
    if (served) {
      return release.state() == ReleaseState.LIVE ? ReleaseState.LIVE.name() : REPLACED;
    }
    boolean scanned = release.state() == ReleaseState.SCANNING && release.scan() != null;
    return scanned ? "SCANNED" : release.state().name();
  }
}
