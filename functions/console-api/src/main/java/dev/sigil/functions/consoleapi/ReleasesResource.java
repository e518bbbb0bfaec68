package dev.sigil.functions.consoleapi;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Releases;
import dev.sigil.http.Request;
import dev.sigil.http.Response;

/** Reads releases. */
final class ReleasesResource {
  private final Releases releases;

  ReleasesResource(Releases releases) {
    this.releases = releases;
  }

  Response list(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    return Response.page(
        request
            .paging(20, 100)
            .read((limit, cursor) -> releases.list(deployment.id(), limit, cursor))
            .map(ReleaseView::summary));
  }

  Response detail(Tenant tenant, Request request) {
    return Response.ok(ReleaseView.detail(tenant.release(request.path("release"))));
  }
}
