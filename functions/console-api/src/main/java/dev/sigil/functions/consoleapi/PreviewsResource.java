package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.PreviewChanged;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.preview.Approval;
import dev.sigil.core.preview.Preview;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.source.Commit;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Previews of pull requests: which there are, and a word for a stranger's commit. */
final class PreviewsResource {
  private final Deployments deployments;
  private final Previews previews;
  private final EventPublisher events;
  private final Views views;
  private final InstantSource clock;

  PreviewsResource(
      Deployments deployments,
      Previews previews,
      EventPublisher events,
      Views views,
      InstantSource clock) {
    this.deployments = deployments;
    this.previews = previews;
    this.events = events;
    this.views = views;
    this.clock = clock;
  }

  /**
   * A preview.
   *
   * @param state {@code waiting} for an approval, {@code active}, or {@code removed}
   * @param server null while it has none
   */
  private record PreviewView(
      String id,
      int pullRequest,
      String state,
      boolean fork,
      String author,
      Commit commit,
      @Nullable String approvedBy,
      @Nullable String reason,
      Views.@Nullable DeploymentView server,
      Instant createdAt) {}

  Response list(Tenant tenant, Request request) {
    DeploymentId parent = tenant.deployment(request).id();
    return Response.page(
        request
            .paging(20, 100)
            .read((limit, cursor) -> previews.ofParent(parent, limit, cursor))
            .map(this::view));
  }

  /** Switches them on or off; off removes those there are. */
  Response set(Tenant tenant, Request request) {
    boolean on = on(request.json().only("state").text("state"));
    Deployment asked = tenant.deployment(request);
    if (asked.preview() != null) {
      throw new SigilException(ErrorCode.CONFLICT, "A preview has no previews of its own.");
    }
    Deployment now =
        deployments
            .update(asked.id(), current -> current.withPreviews(on, clock.instant()))
            .orElse(asked);
    if (!on) {
      tell(now.id());
    }
    tenant.changed("deployment.previews", now.name().value(), Map.of("state", on ? "on" : "off"));
    return Response.success(
        200,
        views.of(now),
        on
            ? "Pull requests get previews from their next commit on."
            : "Pull requests get no previews; those there are go.");
  }

  private static boolean on(String state) {
    return switch (state) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new InvalidFieldException("state", "Previews are on or off.");
    };
  }

  private void tell(DeploymentId parent) {
    String cursor = null;
    do {
      Page<Preview> page = previews.ofParent(parent, Query.MAX_LIMIT, cursor);
      page.items().stream()
          .filter(preview -> preview.ending() == null)
          .forEach(preview -> events.publish(new PreviewChanged(preview.id())));
      cursor = page.nextCursor();
    } while (cursor != null);
  }

  /**
   * Lets a stranger's commit be scanned, built and run; the commit is named, lest it be another.
   */
  Response approve(Tenant tenant, Request request) {
    Deployment parent = tenant.deployment(request);
    Commit commit =
        JsonBody.field("commit", request.json().only("commit").text("commit"), Commit::new);
    Preview preview = find(parent, request.path("pullRequest"));
    if (preview.ending() != null || !preview.head().equals(commit)) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "The newest commit of the pull request is another, or it is closed.",
          "`sigil previews list <server>` shows the commit that waits; read it first.");
    }
    if (!preview.waits()) {
      return Response.success(200, view(preview), "It needs no approval.");
    }
    Approval word = new Approval(commit, tenant.principal().actor(), clock.instant(), true);
    tenant.changed(
        "preview.approve",
        parent.name().value(),
        Map.of("pullRequest", String.valueOf(preview.number()), "commit", commit.id()));
    Optional<Preview> approved =
        previews.change(
            preview.id(),
            now ->
                now.waits() && now.head().equals(commit)
                    ? now.approved(word, clock.instant())
                    : now);
    events.publish(new PreviewChanged(preview.id()));
    return Response.success(
        200, view(approved.orElse(preview)), "The commit is scanned, built and run, no secrets.");
  }

  private Preview find(Deployment parent, String number) {
    try {
      return previews
          .get(PreviewOf.id(parent.id(), Integer.parseInt(number)))
          .orElseThrow(PreviewsResource::absent);
    } catch (NumberFormatException e) {
      throw new InvalidFieldException("pullRequest", "The pull request is a number.");
    }
  }

  private static SigilException absent() {
    return new SigilException(
        ErrorCode.NOT_FOUND,
        "There is no preview of this pull request.",
        "`sigil previews list <server>` shows those there are.");
  }

  private PreviewView view(Preview preview) {
    Optional<String> approver =
        Optional.ofNullable(preview.approval()).filter(Approval::verified).map(Approval::by);
    return new PreviewView(
        preview.id().value(),
        preview.number(),
        preview.ending() != null ? "removed" : preview.waits() ? "waiting" : "active",
        preview.fork(),
        preview.author(),
        preview.head(),
        approver.orElse(null),
        preview.ending() == null ? null : preview.ending().text(),
        deployments.get(preview.id()).map(views::of).orElse(null),
        preview.createdAt());
  }
}
