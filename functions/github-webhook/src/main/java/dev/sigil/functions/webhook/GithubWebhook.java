package dev.sigil.functions.webhook;

import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.ReleaseChanged;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.log.LogContext;
import dev.sigil.core.platform.Platform;
import dev.sigil.http.HmacSha256;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Verifies a delivery, acts on it once, and tells GitHub what became of it. A delivery that comes
 * again publishes the event of its open releases again, so that a crash between the commit of a
 * release and its event is healed by GitHub's own "redeliver".
 */
final class GithubWebhook {
  private final HmacSha256 hmac;
  private final Deliveries deliveries;
  private final Releases releases;
  private final EventPublisher events;
  private final Pushes pushes;
  private final Installations installations;
  private final CheckEvents checks;

  private GithubWebhook(
      HmacSha256 hmac,
      Deliveries deliveries,
      Releases releases,
      EventPublisher events,
      Pushes pushes,
      Installations installations,
      CheckEvents checks) {
    this.hmac = hmac;
    this.deliveries = deliveries;
    this.releases = releases;
    this.events = events;
    this.pushes = pushes;
    this.installations = installations;
    this.checks = checks;
  }

  static GithubWebhook of(Platform platform, GithubWebhookConfig config) {
    Releases releases = new Releases(platform.documents(), platform.clock());
    Deployments deployments = new Deployments(platform.documents(), platform.clock());
    return new GithubWebhook(
        new HmacSha256(config.secret().getBytes(StandardCharsets.UTF_8)),
        new Deliveries(platform.documents(), platform.clock()),
        releases,
        platform.events(),
        new Pushes(deployments, releases, platform.clock(), config.workspace()),
        new Installations(platform.documents(), platform.clock()),
        new CheckEvents(deployments, releases));
  }

  /** What became of a delivery. */
  private record Outcome(String delivery, String event, String outcome, List<ReleaseId> releases) {}

  Response handle(Request request) {
    SignedDelivery delivery = SignedDelivery.read(request, hmac);
    LogContext.Scope scope = LogContext.with("delivery", delivery.id());
    try {
      return dispatch(delivery);
    } finally {
      scope.close();
    }
  }

  private Response dispatch(SignedDelivery delivery) {
    return switch (delivery.event()) {
      case "ping" -> answer(200, delivery, "pong", List.of());
      case "push" -> once(delivery, () -> pushes.begin(delivery.payload(), delivery.id()));
      case "installation", "installation_repositories" ->
          once(delivery, () -> installations.record(delivery.payload()));
      case "check_run" -> asked(delivery, () -> checks.run(delivery.payload(), delivery.id()));
      case "check_suite" -> asked(delivery, () -> checks.suite(delivery.payload(), delivery.id()));
      default -> answer(202, delivery, "ignored", List.of());
    };
  }

  /* Of what checks tell of themselves, which is much, nothing is kept. */
  private Response asked(SignedDelivery delivery, Supplier<List<ReleaseId>> work) {
    return CheckEvents.asks(delivery.payload())
        ? once(delivery, work)
        : answer(202, delivery, "ignored", List.of());
  }

  private Response once(SignedDelivery delivery, Supplier<List<ReleaseId>> work) {
    Deliveries.Taken taken = deliveries.claim(delivery);
    if (taken.finished()) {
      publish(taken.releases());
      return answer(200, delivery, "duplicate", taken.releases());
    }
    List<ReleaseId> begun = work.get();
    publish(begun);
    deliveries.finish(delivery, taken, begun);
    return answer(202, delivery, "accepted", begun);
  }

  private void publish(List<ReleaseId> begun) {
    for (ReleaseId id : begun) {
      boolean open = releases.get(id).filter(release -> release.state().open()).isPresent();
      events.publish(open ? new SourcePushed(id) : new ReleaseChanged(id));
    }
  }

  private static Response answer(
      int status, SignedDelivery delivery, String outcome, List<ReleaseId> begun) {
    Outcome data = new Outcome(delivery.id(), delivery.event(), outcome, begun);
    return Response.success(status, data, message(outcome, begun.size()));
  }

  private static String message(String outcome, int releases) {
    return switch (outcome) {
      case "accepted" ->
          releases == 0 ? "Noted; it releases nothing." : "Releases: " + releases + ".";
      case "duplicate" -> "It was taken in before.";
      case "pong" -> "The webhook works.";
      default -> "Events of this kind change nothing here.";
    };
  }
}
