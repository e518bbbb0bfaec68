package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.source.BranchName;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourcePath;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.util.Map;
import java.util.Optional;

/** Deploys a repository without a push. */
final class DeployResource {
  private final SourceFetcher sources;
  private final Deployments deployments;
  private final ReleaseStart start;
  private final Views views;

  DeployResource(SourceFetcher sources, Deployments deployments, ReleaseStart start, Views views) {
    this.sources = sources;
    this.deployments = deployments;
    this.start = start;
    this.views = views;
  }

  private record Started(Views.DeploymentView deployment, ReleaseView release) {}

  Response deploy(Tenant tenant, Request request) {
    JsonBody body = request.json().only("repository", "branch", "folder", "name");
    Repository repository = JsonBody.field("repository", body.text("repository"), Repository::new);
    return deploy(tenant, request, repository, body);
  }

  /** Deploys {@code repository}; {@code body} says which branch and folder, and the name. */
  Response deploy(Tenant tenant, Request request, Repository repository, JsonBody body) {
    String branch =
        optional(body, "branch")
            .map(given -> JsonBody.field("branch", given, BranchName::check))
            .orElse("");
    String folder =
        JsonBody.field("folder", optional(body, "folder").orElse(""), SourcePath::normalize);
    Optional<ServerName> name =
        optional(body, "name").map(given -> JsonBody.field("name", given, ServerName::new));

    SourceFetcher.Resolved resolved = sources.resolve(repository, branch);
    Deployment deployment =
        deployments.ensure(
            tenant.workspace(),
            name.orElseGet(() -> defaultName(repository, folder)),
            repository,
            branch.isEmpty() ? resolved.branch() : branch,
            folder);
    refuse(deployment, name);
    Release release = start.deploy(request, deployment, resolved.commit());
    tenant.changed(
        "deployment.deploy",
        deployment.name().value(),
        Map.of("release", release.id().value(), "commit", resolved.commit().id()));
    return Response.success(
        202,
        new Started(
            views.of(deployments.get(deployment.id()).orElse(deployment)),
            ReleaseView.summary(release)),
        "Release " + release.number() + " of " + deployment.name() + " is queued.");
  }

  private static void refuse(Deployment deployment, Optional<ServerName> name) {
    if (deployment.state() == Deployment.State.DELETING) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "The server " + deployment.name() + " is being deleted.",
          "Wait until it is gone, then deploy again.");
    }
    if (name.filter(given -> !given.equals(deployment.name())).isPresent()) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "This repository, branch and folder are deployed as " + deployment.name() + " already.",
          "Leave out the name, or delete that server first.");
    }
  }

  private static ServerName defaultName(Repository repository, String folder) {
    String last = folder.substring(folder.lastIndexOf('/') + 1);
    return ServerName.from(last.isEmpty() ? repository.name() : last);
  }

  private static Optional<String> optional(JsonBody body, String field) {
    return body.optionalText(field).filter(value -> !value.isBlank());
  }
}
