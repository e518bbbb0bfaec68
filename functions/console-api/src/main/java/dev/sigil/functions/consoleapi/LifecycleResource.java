package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.InstantSource;
import java.util.Map;

/** Changes how a deployment runs. */
final class LifecycleResource {
  private final ServerRuntime servers;
  private final Deployments deployments;
  private final Rollback rollback;
  private final Removal removal;
  private final InstantSource clock;
  private final Views views;

  LifecycleResource(
      ServerRuntime servers,
      Deployments deployments,
      Rollback rollback,
      Removal removal,
      InstantSource clock,
      Views views) {
    this.servers = servers;
    this.deployments = deployments;
    this.rollback = rollback;
    this.removal = removal;
    this.clock = clock;
    this.views = views;
  }

  private record Started(ReleaseView release) {}

  private record Deleted(String id, String name, boolean deleted) {}

  Response restart(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    if (deployment.live() == null) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "The server " + deployment.name() + " has no live release to restart.",
          "Deploy it first; `sigil status` shows why a release did not go live.");
    }
    servers.restart(deployment.id());
    tenant.changed("deployment.restart", deployment.name().value(), Map.of());
    return Response.success(200, views.of(deployment), "The server restarts.");
  }

  Response rollback(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    Release release = rollback.start(tenant, request, deployment);
    tenant.changed(
        "deployment.rollback",
        deployment.name().value(),
        Map.of("release", release.id().value(), "to", String.valueOf(release.rollbackOf())));
    return Response.success(
        202, new Started(ReleaseView.summary(release)), "The earlier release is going live.");
  }

  /* The wish is stored first: a runtime that starts the server later asks for it. */
  Response pause(Tenant tenant, Request request) {
    Deployment deployment = wish(tenant.deployment(request), Deployment.State.PAUSED);
    if (deployment.live() != null) {
      servers.pause(deployment.id());
    }
    tenant.changed("deployment.pause", deployment.name().value(), Map.of());
    return Response.success(200, views.of(deployment), "The server is paused.");
  }

  Response resume(Tenant tenant, Request request) {
    Deployment deployment = wish(tenant.deployment(request), Deployment.State.ACTIVE);
    if (deployment.live() != null) {
      servers.resume(deployment.id());
    }
    tenant.changed("deployment.resume", deployment.name().value(), Map.of());
    return Response.success(200, views.of(deployment), "The server takes requests again.");
  }

  Response delete(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    removal.delete(deployment);
    tenant.changed(
        "deployment.delete",
        deployment.name().value(),
        Map.of("deployment", deployment.id().value()));
    return Response.success(
        200,
        new Deleted(deployment.id().value(), deployment.name().value(), true),
        "The server and everything of it is gone.");
  }

  private Deployment wish(Deployment deployment, Deployment.State state) {
    return deployments
        .update(deployment.id(), current -> changed(current, state))
        .orElseThrow(
            () -> new SigilException(ErrorCode.NOT_FOUND, "There is no such server here."));
  }

  private Deployment changed(Deployment current, Deployment.State state) {
    if (current.state() == Deployment.State.DELETING) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "The server " + current.name() + " is being deleted.",
          "Delete it again to finish what was begun.");
    }
    return current.withState(state, clock.instant());
  }
}
