package dev.sigil.gcp.runtime;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.IngressTraffic;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServiceScaling.ScalingMode;
import dev.sigil.core.TransientException;
import dev.sigil.gcp.runtime.CloudRun.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings revisions up without traffic, and takes them down. Every step looks first at what is
 * there, so that a repetition continues where a crash left off. Thread-safe.
 */
final class Rollout {
  private final ServerAccounts accounts;
  private final Routes routes;
  private final StartFailures failures;
  private final Polling visibility;
  private final String gateway;

  /**
   * A rollout.
   *
   * @param visibility how long other services may take to see a new account
   * @param gateway e-mail of the only account that may call a server
   */
  Rollout(
      ServerAccounts accounts,
      Routes routes,
      StartFailures failures,
      Polling visibility,
      String gateway) {
    this.accounts = accounts;
    this.routes = routes;
    this.failures = failures;
    this.visibility = visibility;
    this.gateway = gateway;
  }

  /**
   * Starts a revision and returns it when it is ready.
   *
   * @param labels of the service, should it have to be made
   * @param template made of the e-mail of the account that the revision is to run as
   */
  Revision start(
      HostedService server,
      RevisionTag tag,
      Map<String, String> labels,
      Function<String, RevisionTemplate> template) {
    Optional<Revision> known = server.revision(tag);
    if (known.isEmpty()) {
      deploy(server, tag, labels, template);
    } else if (known.flatMap(StartFailures::failed).isEmpty()) {
      server.cloud().change(server.id(), service -> tagged(server, service, tag));
    }
    Revision revision =
        server
            .revision(tag)
            .orElseThrow(() -> new TransientException("revision " + tag + " is not there yet"));
    Optional<Condition> failed = StartFailures.failed(revision);
    if (failed.isPresent()) {
      discard(server, tag);
      throw failures.of(ServerTemplate.release(revision), failed.get());
    }
    if (!StartFailures.ready(revision)) {
      throw new TransientException("revision " + tag + " is still starting");
    }
    server.cloud().restrict(server.id(), ServerAccounts.member(gateway));
    return revision;
  }

  private void deploy(
      HostedService server,
      RevisionTag tag,
      Map<String, String> labels,
      Function<String, RevisionTemplate> template) {
    String email = accounts.ensure(server.deployment(), server.cell());
    RevisionTemplate made =
        whenVisible(email, () -> template.apply(email)).toBuilder()
            .setRevision(tag.revision(server.deployment()))
            .build();
    try {
      whenVisible(email, () -> put(server, tag, labels, made));
    } catch (ApiException e) {
      if (server.revision(tag).flatMap(StartFailures::failed).isEmpty()) {
        throw e;
      }
    }
  }

  private boolean put(
      HostedService server, RevisionTag tag, Map<String, String> labels, RevisionTemplate made) {
    if (server.cloud().find(server.id()).isEmpty()) {
      try {
        server.cloud().create(server.id(), fresh(server, tag, labels, made));
        return true;
      } catch (AlreadyExistsException e) {
        return update(server, tag, made);
      }
    }
    return update(server, tag, made);
  }

  private boolean update(HostedService server, RevisionTag tag, RevisionTemplate made) {
    server
        .cloud()
        .change(
            server.id(),
            service ->
                tagged(server, service, tag)
                    .map(
                        change -> {
                          List<String> fields = new ArrayList<>(change.fields());
                          fields.add("template");
                          return new Change(
                              change.service().toBuilder().setTemplate(made).build(), fields);
                        }));
    return true;
  }

  private static Service fresh(
      HostedService server, RevisionTag tag, Map<String, String> labels, RevisionTemplate made) {
    return Service.newBuilder()
        .putAllLabels(labels)
        .setIngress(IngressTraffic.INGRESS_TRAFFIC_ALL)
        .setInvokerIamDisabled(false)
        .setScaling(HostedService.automatic(0, made.getScaling().getMaxInstanceCount()))
        .setTemplate(made)
        .addAllTraffic(Traffic.of(List.of()).with(tag).targets(server.deployment()))
        .build();
  }

  /* A paused service starts no candidate; the gateway refuses its requests all the same. */
  private static Optional<Change> tagged(HostedService server, Service service, RevisionTag tag) {
    Traffic traffic = Traffic.of(service.getTrafficList());
    Service.Builder changed = service.toBuilder();
    List<String> fields = new ArrayList<>();
    if (!traffic.tags().contains(tag)) {
      changed.clearTraffic().addAllTraffic(traffic.with(tag).targets(server.deployment()));
      fields.add("traffic");
    }
    boolean serves = HostedService.serving(service).filter(tag::equals).isPresent();
    if (!serves && service.getScaling().getScalingMode() == ScalingMode.MANUAL) {
      int max = service.getTemplate().getScaling().getMaxInstanceCount();
      changed.setScaling(HostedService.automatic(0, max));
      fields.add("scaling");
    }
    return fields.isEmpty() ? Optional.empty() : Optional.of(new Change(changed.build(), fields));
  }

  /** Takes a revision away that does not serve, and the whole service when there is no other. */
  void discard(HostedService server, RevisionTag tag) {
    boolean paused = routes.find(server.deployment()).filter(Route::paused).isPresent();
    Service left;
    try {
      left = server.cloud().change(server.id(), service -> untagged(server, service, tag, paused));
    } catch (NotFoundException e) {
      return;
    }
    Traffic traffic = Traffic.of(left.getTrafficList());
    if (HostedService.serving(left).isEmpty() && traffic.without(tag).tags().isEmpty()) {
      server.cloud().delete(server.id());
    } else if (!traffic.tags().contains(tag)) {
      deleteRevision(server, tag);
    }
  }

  private static Optional<Change> untagged(
      HostedService server, Service service, RevisionTag tag, boolean paused) {
    Traffic before = Traffic.of(service.getTrafficList());
    Traffic after = before.without(tag);
    boolean serves = HostedService.serving(service).filter(tag::equals).isPresent();
    if (serves || after.equals(before) || after.tags().isEmpty()) {
      return Optional.empty();
    }
    Service.Builder changed =
        service.toBuilder().clearTraffic().addAllTraffic(after.targets(server.deployment()));
    return paused
        ? Optional.of(
            new Change(
                changed.setScaling(HostedService.none()).build(), List.of("traffic", "scaling")))
        : Optional.of(new Change(changed.build(), List.of("traffic")));
  }

  /* Cloud Run keeps a service's newest revision. Without a tag it costs nothing and cannot be
  called; beyond a thousand, Cloud Run deletes the oldest. */
  private static void deleteRevision(HostedService server, RevisionTag tag) {
    try {
      server.cloud().deleteRevision(server.id(), tag.revision(server.deployment()));
    } catch (FailedPreconditionException | InvalidArgumentException e) {
      return;
    }
  }

  /**
   * Repeats a call that is refused because the service called does not know the account yet. IAM is
   * eventually consistent: it asks callers to try again for a minute after an account was made.
   */
  private <T> T whenVisible(String email, Supplier<T> call) {
    return visibility.until(
        "the account " + email,
        () -> {
          try {
            return Optional.of(call.get());
          } catch (InvalidArgumentException | NotFoundException | PermissionDeniedException e) {
            if (Boundary.message(e).contains(email)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }
}
