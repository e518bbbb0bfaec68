package dev.sigil.gcp.runtime;

import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.DeleteRevisionRequest;
import com.google.cloud.run.v2.DeleteServiceRequest;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionsClient;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsClient;
import com.google.protobuf.FieldMask;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The services of one cell. Changes wait until Cloud Run has carried them out, and go by the etag
 * of what was read, so that no two of them undo each other. Thread-safe.
 */
final class CloudRun {
  private static final String INVOKER = "roles/run.invoker";

  /* Each lost race means that somebody else's change went through. */
  private static final int RACES = 5;

  private final String parent;
  private final ServicesClient services;
  private final RevisionsClient revisions;
  private final Polling polling;

  CloudRun(String parent, ServicesClient services, RevisionsClient revisions, Polling polling) {
    this.parent = parent;
    this.services = services;
    this.revisions = revisions;
    this.polling = polling;
  }

  /** A changed service, and which of its fields are meant. */
  record Change(Service service, List<String> fields) {}

  Optional<Service> find(String id) {
    return found(() -> services.getService(name(id)));
  }

  /** The service once Cloud Run is done with all that was asked of it; empty when there is none. */
  Optional<Service> settled(String id) {
    return polling.until(
        "a change of " + id,
        () -> {
          Optional<Service> found = find(id);
          return found.filter(Service::getReconciling).isPresent()
              ? Optional.empty()
              : Optional.of(found);
        });
  }

  /** Creates the service; nobody may call it yet. */
  void create(String id, Service service) {
    CreateServiceRequest request =
        CreateServiceRequest.newBuilder()
            .setParent(parent)
            .setServiceId(id)
            .setService(service)
            .build();
    await("the start of " + id, services.createServiceCallable().call(request));
  }

  /**
   * Changes the service, deciding anew whenever another change came first.
   *
   * @param decide what to change of the service as it is; empty to leave it
   * @throws NotFoundException when there is no such service
   */
  Service change(String id, Function<Service, Optional<Change>> decide) {
    for (int race = 1; ; race++) {
      Service before =
          settled(id).orElseThrow(() -> failure(Status.NOT_FOUND.withDescription(name(id))));
      Optional<Change> change = decide.apply(before);
      if (change.isEmpty()) {
        return before;
      }
      try {
        return update(id, before, change.get());
      } catch (AbortedException e) {
        if (race == RACES) {
          throw e;
        }
      }
    }
  }

  private Service update(String id, Service before, Change change) {
    UpdateServiceRequest request =
        UpdateServiceRequest.newBuilder()
            .setService(change.service().toBuilder().setEtag(before.getEtag()))
            .setUpdateMask(FieldMask.newBuilder().addAllPaths(change.fields()))
            .build();
    Operation started = services.updateServiceCallable().call(request);
    try {
      await("a change of " + id, started);
    } catch (ApiException e) {
      Service after = services.getService(name(id));
      if (change.fields().contains("template") || !complainsOfNewest(after)) {
        throw e;
      }
      return after;
    }
    return services.getService(name(id));
  }

  /* As long as the newest revision has failed, a service is never ready, whatever was changed. */
  private static boolean complainsOfNewest(Service service) {
    return !service.getReconciling()
        && !service.getLatestCreatedRevision().equals(service.getLatestReadyRevision());
  }

  /** Deletes the service and all its revisions; does nothing when it is gone. */
  void delete(String id) {
    DeleteServiceRequest request = DeleteServiceRequest.newBuilder().setName(name(id)).build();
    found(
        () -> {
          await("the end of " + id, services.deleteServiceCallable().call(request));
          return true;
        });
  }

  Optional<Revision> revision(String service, String id) {
    return found(() -> revisions.getRevision(revisionName(service, id)));
  }

  /**
   * Deletes a revision that has no tag; does nothing when it is gone.
   *
   * @throws com.google.api.gax.rpc.FailedPreconditionException when it is the service's newest
   */
  void deleteRevision(String service, String id) {
    DeleteRevisionRequest request =
        DeleteRevisionRequest.newBuilder().setName(revisionName(service, id)).build();
    found(
        () -> {
          await("the end of " + id, revisions.deleteRevisionCallable().call(request));
          return true;
        });
  }

  /** Makes {@code member} the only one who may call the service. */
  void restrict(String id, String member) {
    Binding invoker = Binding.newBuilder().setRole(INVOKER).addMembers(member).build();
    for (int race = 1; ; race++) {
      Policy before =
          services.getIamPolicy(GetIamPolicyRequest.newBuilder().setResource(name(id)).build());
      if (before.getBindingsList().equals(List.of(invoker))) {
        return;
      }
      Policy after = before.toBuilder().clearBindings().addBindings(invoker).build();
      try {
        services.setIamPolicy(
            SetIamPolicyRequest.newBuilder().setResource(name(id)).setPolicy(after).build());
        return;
      } catch (AbortedException e) {
        if (race == RACES) {
          throw e;
        }
      }
    }
  }

  private void await(String what, Operation started) {
    OperationsClient operations = services.getOperationsClient();
    Operation done =
        started.getDone()
            ? started
            : polling.until(
                what,
                () ->
                    Optional.of(operations.getOperation(started.getName()))
                        .filter(Operation::getDone));
    if (done.hasError()) {
      Status status =
          Status.fromCodeValue(done.getError().getCode())
              .withDescription(done.getError().getMessage());
      throw failure(status);
    }
  }

  private static RuntimeException failure(Status status) {
    return ApiExceptionFactory.createException(
        status.asRuntimeException(), GrpcStatusCode.of(status.getCode()), false);
  }

  private static <T> Optional<T> found(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private String name(String id) {
    return parent + "/services/" + id;
  }

  private String revisionName(String service, String id) {
    return name(service) + "/revisions/" + id;
  }
}
