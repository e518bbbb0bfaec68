package dev.sigil.core.platform;

import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.codehost.ReleaseReports;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.registry.Packages;
import dev.sigil.core.scan.BillsOfMaterials;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import dev.sigil.core.tool.Catalogues;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Removes a deployment and everything of it but its secrets, in two halves. The deployment is
 * marked first, so that no release can go live meanwhile, and forgotten last, so that a deletion
 * that a crash cut short is found and finished by asking again. Every step may be repeated.
 */
public final class Deletion {
  private final Deployments deployments;
  private final Releases releases;
  private final ServerRuntime servers;
  private final ImageBuilder builds;
  private final Packages packages;
  private final Catalogues catalogues;
  private final ReleaseReports reports;
  private final BillsOfMaterials bills;
  private final InstantSource clock;

  public Deletion(
      DocumentStore documents, ServerRuntime servers, ImageBuilder builds, InstantSource clock) {
    this.deployments = new Deployments(documents, clock);
    this.releases = new Releases(documents, clock);
    this.servers = servers;
    this.builds = builds;
    this.packages = new Packages(documents, clock);
    this.catalogues = new Catalogues(documents);
    this.reports = new ReleaseReports(documents, clock);
    this.bills = new BillsOfMaterials(documents);
    this.clock = clock;
  }

  /** Stops what runs of it and removes what it made; its releases can still be read. */
  public void stop(Deployment deployment) {
    deployments.update(
        deployment.id(), d -> d.withState(Deployment.State.DELETING, clock.instant()));
    forEach(deployment, this::cancel);
    servers.delete(deployment.id());
    packages.delete(deployment.id());
    builds.deleteAll(deployment.id());
    catalogues.deleteAll(deployment.id());
    bills.deleteAll(deployment.id());
  }

  /** Forgets one that was stopped. */
  public void forget(Deployment deployment) {
    forEach(deployment, release -> forget(deployment, release));
    deployments.delete(deployment);
  }

  private void cancel(Release release) {
    if (release.state().open()) {
      releases.end(release.id(), ReleaseState.CANCELLED, null, open -> open);
      builds.cancel(release.id());
      servers.discard(release.id());
    }
  }

  /* The code host is told by the clock, so that nobody waits for it here. */
  private void forget(Deployment deployment, Release release) {
    reports.leave(deployment, release);
    releases.delete(release.id());
  }

  /** Does something with each of its releases, the newest first. */
  public void forEach(Deployment deployment, Consumer<Release> action) {
    String cursor = null;
    do {
      Page<Release> page = releases.list(deployment.id(), Query.MAX_LIMIT, cursor);
      page.items().forEach(action);
      cursor = page.nextCursor();
    } while (cursor != null);
  }
}
