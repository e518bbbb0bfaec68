package dev.sigil.functions.consoleapi;

import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.registry.Packages;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import dev.sigil.core.tool.Catalogues;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Removes a deployment and everything of it. The deployment is marked first, so that no release can
 * go live meanwhile, and forgotten last, so that a deletion that a crash cut short is found and
 * finished by asking again. Every step may be repeated.
 */
final class Deletion {
  private final Deployments deployments;
  private final Releases releases;
  private final ServerRuntime servers;
  private final ImageBuilder builds;
  private final SecretVault secrets;
  private final Packages packages;
  private final Catalogues catalogues;
  private final InstantSource clock;

  private Deletion(
      Deployments deployments,
      Releases releases,
      ServerRuntime servers,
      ImageBuilder builds,
      SecretVault secrets,
      Packages packages,
      Catalogues catalogues,
      InstantSource clock) {
    this.deployments = deployments;
    this.releases = releases;
    this.servers = servers;
    this.builds = builds;
    this.secrets = secrets;
    this.packages = packages;
    this.catalogues = catalogues;
    this.clock = clock;
  }

  static Deletion on(Platform platform) {
    return new Deletion(
        new Deployments(platform.documents(), platform.clock()),
        new Releases(platform.documents(), platform.clock()),
        platform.servers(),
        platform.builds(),
        platform.secrets(),
        new Packages(platform.documents(), platform.clock()),
        new Catalogues(platform.documents()),
        platform.clock());
  }

  void delete(Deployment deployment) {
    deployments.update(
        deployment.id(), d -> d.withState(Deployment.State.DELETING, clock.instant()));
    forEach(deployment, this::cancel);
    servers.delete(deployment.id());
    secrets.removeAll(deployment.id());
    packages.delete(deployment.id());
    builds.deleteAll(deployment.id());
    catalogues.deleteAll(deployment.id());
    forEach(deployment, release -> releases.delete(release.id()));
    deployments.delete(deployment);
  }

  private void cancel(Release release) {
    if (release.state().open()) {
      releases.end(release.id(), ReleaseState.CANCELLED, null, open -> open);
      builds.cancel(release.id());
      servers.discard(release.id());
    }
  }

  private void forEach(Deployment deployment, Consumer<Release> action) {
    String cursor = null;
    do {
      Page<Release> page = releases.list(deployment.id(), Query.MAX_LIMIT, cursor);
      page.items().forEach(action);
      cursor = page.nextCursor();
    } while (cursor != null);
  }
}
