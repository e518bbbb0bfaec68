package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.Session;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.store.Page;
import dev.sigil.http.Request;
import dev.sigil.http.Sender;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the sender of a request can see: the things of one workspace. */
final class Tenant {
  private final Sender sender;
  private final Deployments deployments;
  private final Releases releases;
  private final AuditLog audit;

  Tenant(Sender sender, Deployments deployments, Releases releases, AuditLog audit) {
    this.sender = sender;
    this.deployments = deployments;
    this.releases = releases;
    this.audit = audit;
  }

  Principal principal() {
    return sender.principal();
  }

  /** The person who asks; empty for a key. */
  Optional<Session> session() {
    return Optional.ofNullable(sender.session());
  }

  WorkspaceId workspace() {
    return principal().workspace();
  }

  /** The deployment that the path's {@code id} names, by id or by server name. */
  Deployment deployment(Request request) {
    String given = request.path("id");
    return parsed(given, DeploymentId::new)
        .flatMap(id -> deployments.find(workspace(), id))
        .or(
            () ->
                parsed(given, ServerName::new).flatMap(name -> deployments.find(workspace(), name)))
        .orElseThrow(
            () -> new SigilException(ErrorCode.NOT_FOUND, "There is no such server here."));
  }

  Page<Deployment> deployments(Request request) {
    return request
        .paging(50, 100)
        .read((limit, cursor) -> deployments.list(workspace(), limit, cursor));
  }

  /** The release that a request names. */
  Release release(String given) {
    return parsed(given, ReleaseId::new)
        .flatMap(id -> releases.find(workspace(), id))
        .orElseThrow(
            () ->
                new SigilException(
                    ErrorCode.NOT_FOUND,
                    "There is no such release here.",
                    "Check the id; `sigil status <server>` shows a server's releases."));
  }

  /** Remembers a change that this request made. */
  void changed(String action, String target, Map<String, String> detail) {
    audit.add(principal(), action, target, detail);
  }

  /* A text of another shape names nothing: the answer is the same as for an unknown name. */
  private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (SigilException e) {
      return Optional.empty();
    }
  }
}
