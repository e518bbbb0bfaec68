package dev.sigil.functions.webhook;

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
import java.util.Optional;
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
  private final Handlers handlers;

  private GithubWebhook(
      HmacSha256 hmac,
      Deliveries deliveries,
      Releases releases,
      EventPublisher events,
      Handlers handlers) {
    this.hmac = hmac;
    this.deliveries = deliveries;
    this.releases = releases;
    this.events = events;
    this.handlers = handlers;
  }

  static GithubWebhook of(Platform platform, GithubWebhookConfig config) {
    return new GithubWebhook(
        new HmacSha256(config.secret().getBytes(StandardCharsets.UTF_8)),
        new Deliveries(platform.documents(), platform.clock()),
        new Releases(platform.documents(), platform.clock()),
        platform.events(),
        Handlers.of(platform, config));
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
    if (delivery.event().equals("ping")) {
      return answer(200, delivery, "pong", Effect.NONE);
    }
    Optional<Handlers.Handler> found = handlers.of(delivery);
    if (found.isEmpty()) {
      return answer(202, delivery, "ignored", Effect.NONE);
    }
    Supplier<Effect> work = () -> found.get().take(delivery.payload(), delivery.id());
    return Handlers.isTimeless(delivery.event())
        ? answer(202, delivery, "accepted", work.get())
        : once(delivery, work);
  }

  private Response once(SignedDelivery delivery, Supplier<Effect> work) {
    Deliveries.Taken taken = deliveries.claim(delivery);
    if (taken.finished()) {
      publish(taken.releases());
      return answer(200, delivery, "duplicate", new Effect(taken.releases(), List.of()));
    }
    Effect effect = work.get();
    publish(effect.releases());
    deliveries.finish(delivery, taken, effect.releases());
    return answer(202, delivery, "accepted", effect);
  }

  private void publish(List<ReleaseId> begun) {
    for (ReleaseId id : begun) {
      boolean open = releases.get(id).filter(release -> release.state().open()).isPresent();
      events.publish(open ? new SourcePushed(id) : new ReleaseChanged(id));
    }
  }

  private static Response answer(
      int status, SignedDelivery delivery, String outcome, Effect effect) {
    Outcome data = new Outcome(delivery.id(), delivery.event(), outcome, effect.releases());
    return Response.success(status, data, message(outcome, effect));
  }

  private static String message(String outcome, Effect effect) {
    return switch (outcome) {
      case "accepted" -> effect.message();
      case "duplicate" -> "It was taken in before.";
      case "pong" -> "The webhook works.";
      default -> "Events of this kind change nothing here.";
    };
  }
}
