package dev.sigil.gcp.runtime;

import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServiceScaling;
import dev.sigil.core.TransientException;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.gcp.runtime.CloudRun.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Moves traffic from one revision to another. Thread-safe. */
final class Switchover {
  private final Routes routes;

  Switchover(Routes routes) {
    this.routes = routes;
  }

  /**
   * Sends all traffic to a release's newest revision; ignored when that or a newer release serves.
   *
   * @throws TransientException when it has no revision
   */
  void promote(HostedService server, ReleaseId release, int number) {
    shift(
        server,
        release,
        service -> {
          Optional<RevisionTag> serving = HostedService.serving(service);
          return serving.filter(tag -> tag.number() >= number).isPresent()
              ? serving
              : Traffic.of(service.getTrafficList()).newest(number);
        });
  }

  /** Sends all traffic to this revision, unless a newer one serves. */
  void replace(HostedService server, ReleaseId release, RevisionTag next) {
    shift(
        server,
        release,
        service ->
            HostedService.serving(service)
                .filter(serving -> serving.compareTo(next) > 0)
                .or(() -> Optional.of(next)));
  }

  /* The traffic and what is said to serve change together; the route follows, and a crash between
  the two is healed by the repetition, which finds the change done and writes the route. */
  private void shift(
      HostedService server, ReleaseId release, Function<Service, Optional<RevisionTag>> choice) {
    Service after;
    try {
      after =
          server
              .cloud()
              .change(
                  server.id(),
                  service -> {
                    RevisionTag tag = choice.apply(service).orElseThrow(() -> gone(release));
                    return HostedService.serving(service).filter(tag::equals).isPresent()
                        ? Optional.empty()
                        : Optional.of(promoting(server, service, tag));
                  });
    } catch (NotFoundException e) {
      throw gone(release);
    }
    RevisionTag serving = HostedService.serving(after).orElseThrow(() -> gone(release));
    if (!HostedService.serves(after, serving)) {
      throw new TransientException("the traffic of " + release + " has not moved yet");
    }
    Revision revision = server.revision(serving).orElseThrow(() -> gone(release));
    routes.promote(server.deployment(), route(after, serving, revision));
  }

  private Change promoting(HostedService server, Service service, RevisionTag tag) {
    Revision revision =
        server.revision(tag).orElseThrow(() -> new TransientException(tag + " is not there"));
    RevisionTag before = HostedService.serving(service).orElse(null);
    boolean paused = routes.find(server.deployment()).filter(Route::paused).isPresent();
    ServiceScaling scaling =
        paused
            ? HostedService.none()
            : HostedService.automatic(
                ServerTemplate.minInstances(revision), ServerTemplate.maxInstances(revision));
    Service changed =
        HostedService.serving(service, tag)
            .clearTraffic()
            .addAllTraffic(
                Traffic.of(service.getTrafficList())
                    .promoting(tag, before)
                    .targets(server.deployment()))
            .setScaling(scaling)
            .build();
    return new Change(changed, List.of("traffic", "annotations", "scaling"));
  }

  private static Route route(Service service, RevisionTag serving, Revision revision) {
    return new Route(
        service.getUri(),
        serving,
        ServerTemplate.release(revision),
        new TreeMap<>(
            Map.of(serving.toString(), HostedService.address(service, serving, revision))),
        0,
        false,
        ServerTemplate.minInstances(revision),
        ServerTemplate.maxInstances(revision));
  }

  private static TransientException gone(ReleaseId release) {
    return new TransientException("the candidate " + release + " is not there; create it again");
  }
}
