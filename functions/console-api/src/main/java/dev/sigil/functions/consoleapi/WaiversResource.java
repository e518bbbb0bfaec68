package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.policy.Waiver;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.core.store.Page;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says of findings that they may stay for a while, for one server or for a whole workspace. */
final class WaiversResource {
  private static final int DAYS = 30;
  private static final int RELEASES_LOOKED_AT = 10;

  private final Waivers waivers;
  private final Releases releases;
  private final InstantSource clock;

  WaiversResource(Waivers waivers, Releases releases, InstantSource clock) {
    this.waivers = waivers;
    this.releases = releases;
    this.clock = clock;
  }

  private record WaiverView(
      String id,
      @Nullable DeploymentId deployment,
      @Nullable String fingerprint,
      @Nullable String rule,
      @Nullable String path,
      String reason,
      String by,
      Instant createdAt,
      Instant expiresAt,
      boolean expired) {}

  Response list(Tenant tenant, Request request) {
    return Response.page(
        request
            .paging(50, 100)
            .read((limit, cursor) -> waivers.list(tenant.workspace(), limit, cursor))
            .map(this::view));
  }

  /** Those that hold for a server now, the workspace's among them. */
  Response listOf(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    List<Waiver> active = waivers.active(tenant.workspace(), deployment.id());
    return Response.page(new Page<>(active.stream().map(this::view).toList(), null));
  }

  Response add(Tenant tenant, Request request) {
    JsonBody body = body(request);
    Waiver.Target target = target(body);
    if (target.fingerprint() != null) {
      throw new InvalidFieldException(
          "fingerprint", "A fingerprint names a finding of one server; waive it there.");
    }
    return added(tenant, target, null, List.of(), body);
  }

  Response addTo(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    JsonBody body = body(request);
    Waiver.Target target = target(body);
    List<Finding> seen = seen(deployment);
    if (target.fingerprint() != null && seen.stream().noneMatch(target::fits)) {
      throw new SigilException(
          ErrorCode.NOT_FOUND,
          "No recent scan of " + deployment.name() + " found anything with this fingerprint.",
          "Each finding of a release's report names its own; see `sigil report`.");
    }
    return added(tenant, target, deployment.id(), seen, body);
  }

  Response revoke(Tenant tenant, Request request) {
    String id = request.path("waiver");
    waivers.revoke(tenant.principal(), id);
    return Response.success(200, Map.of("id", id), "The findings count again from the next scan.");
  }

  private Response added(
      Tenant tenant,
      Waiver.Target target,
      @Nullable DeploymentId deployment,
      List<Finding> seen,
      JsonBody body) {
    int days =
        body.optionalInteger("days", 1, Math.toIntExact(Waivers.LONGEST.toDays())).orElse(DAYS);
    Waiver waiver =
        waivers.add(
            tenant.principal(),
            target,
            deployment,
            seen,
            body.text("reason"),
            Duration.ofDays(days));
    return Response.success(
        201,
        view(waiver),
        "It holds from the next scan on. Blocks that protect others it does not reach.");
  }

  private List<Finding> seen(Deployment deployment) {
    return releases.list(deployment.id(), RELEASES_LOOKED_AT, null).items().stream()
        .map(Release::scan)
        .filter(Objects::nonNull)
        .flatMap(WaiversResource::all)
        .toList();
  }

  private static Stream<Finding> all(ScanReport report) {
    return Stream.concat(report.findings().stream(), report.suppressed().stream());
  }

  private static JsonBody body(Request request) {
    return request.json().only("fingerprint", "rule", "path", "reason", "days");
  }

  private static Waiver.Target target(JsonBody body) {
    return new Waiver.Target(
        body.optionalText("fingerprint").orElse(null),
        body.optionalText("rule").orElse(null),
        body.optionalText("path").orElse(null));
  }

  private WaiverView view(Waiver waiver) {
    return new WaiverView(
        waiver.id(),
        waiver.deployment(),
        waiver.target().fingerprint(),
        waiver.target().rule(),
        waiver.target().path(),
        waiver.reason(),
        waiver.actor(),
        waiver.createdAt(),
        waiver.expiresAt(),
        !clock.instant().isBefore(waiver.expiresAt()));
  }
}
