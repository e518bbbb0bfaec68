package dev.sigil.functions.consoleapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.Paging;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import org.jspecify.annotations.Nullable;

/** Reads deployments: what they are, how they are, what they wrote. */
final class DeploymentsResource {
  private final ServerRuntime servers;
  private final LogReader logs;
  private final Releases releases;
  private final Views views;

  DeploymentsResource(ServerRuntime servers, LogReader logs, Releases releases, Views views) {
    this.servers = servers;
    this.logs = logs;
    this.releases = releases;
    this.views = views;
  }

  private record Health(String status, @Nullable ServerStatus server) {}

  Response list(Tenant tenant, Request request) {
    return Response.page(tenant.deployments(request).map(views::of));
  }

  Response detail(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    ServerStatus server = servers.describe(deployment.id()).orElse(null);
    Deployment.Head head = deployment.head();
    ObjectNode detail = Json.tree(views.of(deployment, server));
    put(detail, "server", server);
    put(detail, "liveRelease", release(deployment.live()));
    put(detail, "headRelease", release(head == null ? null : head.release()));
    return Response.ok(detail);
  }

  Response health(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    ServerStatus server = servers.describe(deployment.id()).orElse(null);
    return Response.ok(new Health(views.of(deployment, server).status(), server));
  }

  Response logs(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    Source source =
        switch (request.query("source").orElse("server")) {
          case "server" -> Source.SERVER;
          case "build" -> Source.BUILD;
          default -> throw new InvalidFieldException("source", "The source is server or build.");
        };
    Paging paging = request.paging(200, LogReader.MAX_LINES);
    return Response.ok(
        paging.orInvalid(
            () -> logs.read(deployment.id(), source, paging.limit(), paging.cursor())));
  }

  private @Nullable ReleaseView release(@Nullable ReleaseId id) {
    return id == null ? null : releases.get(id).map(ReleaseView::summary).orElse(null);
  }

  private static void put(ObjectNode target, String field, @Nullable Object value) {
    if (value != null) {
      target.set(field, Json.tree(value));
    }
  }
}
