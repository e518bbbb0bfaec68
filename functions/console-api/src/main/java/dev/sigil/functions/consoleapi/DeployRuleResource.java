package dev.sigil.functions.consoleapi;

import dev.sigil.core.deploy.DeployRule;
import dev.sigil.core.deploy.DeployRule.On;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Which events of its repository deploy a server. */
final class DeployRuleResource {
  private final Deployments deployments;
  private final InstantSource clock;
  private final Views views;

  DeployRuleResource(Deployments deployments, InstantSource clock, Views views) {
    this.deployments = deployments;
    this.clock = clock;
    this.views = views;
  }

  Response set(Tenant tenant, Request request) {
    JsonBody body = request.json().only("on", "tags");
    On on = on(body.text("on"));
    DeployRule rule =
        JsonBody.field(
            "tags",
            body.optionalText("tags").orElse(DeployRule.PUSH.tags()),
            tags -> new DeployRule(on, tags));
    Deployment asked = tenant.deployment(request);
    Deployment now =
        deployments
            .update(asked.id(), current -> current.withRule(rule, clock.instant()))
            .orElse(asked);
    tenant.changed(
        "deployment.rule", now.name().value(), Map.of("on", name(on), "tags", rule.tags()));
    return Response.success(200, views.of(now), sentence(rule));
  }

  private static String sentence(DeployRule rule) {
    return switch (rule.on()) {
      case PUSH -> "Each push to its branch deploys the server.";
      case TAG -> "Each new tag like " + rule.tags() + " deploys the server.";
      case RELEASE -> "Each release of a tag like " + rule.tags() + " deploys the server.";
    };
  }

  private static On on(String given) {
    return Arrays.stream(On.values())
        .filter(on -> name(on).equals(given))
        .findFirst()
        .orElseThrow(
            () -> new InvalidFieldException("on", "A server deploys on push, tag or release."));
  }

  private static String name(On on) {
    return on.name().toLowerCase(Locale.ROOT);
  }
}
