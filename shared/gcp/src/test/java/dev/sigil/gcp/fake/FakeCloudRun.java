package dev.sigil.gcp.fake;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.DeleteRevisionRequest;
import com.google.cloud.run.v2.DeleteServiceRequest;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetStatus;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.grpc.BindableService;
import io.grpc.Status;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cloud Run: checks services as strictly as its documentation, runs their containers through a
 * launcher, and lets in at their addresses whom their policies name. Thread-safe.
 */
public final class FakeCloudRun implements AutoCloseable {
  /** As documented for each project and region. */
  private static final int MAX_SERVICES = 1_000;

  private static final Pattern PARENT =
      Pattern.compile("projects/([a-z0-9-]+)/locations/([a-z]+-[a-z]+[0-9])");
  private static final Set<String> FIELDS =
      Set.of("annotations", "labels", "scaling", "template", "traffic", "ingress");

  private final FakeIam iam;
  private final Admission admission;
  private final FakePolicies policies;
  private final FakeStart starts;
  private final FakeOperations operations;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, FakeService> services = new LinkedHashMap<>();
  private int changes;

  public FakeCloudRun(
      FakeIam iam,
      FakeIamCredentials credentials,
      FakePolicies policies,
      SecretSource secrets,
      ServerLauncher launcher,
      FakeOperations operations) {
    this.iam = iam;
    admission = new Admission(credentials, policies);
    this.policies = policies;
    starts = new FakeStart(secrets, launcher);
    this.operations = operations;
  }

  /** What answers for services. */
  public BindableService services() {
    return new FakeCloudRunServices(this, policies);
  }

  /** What answers for revisions. */
  public BindableService revisions() {
    return new FakeCloudRunRevisions(this);
  }

  /** Lets the next revision that starts end in this condition. */
  public void failNextStart(Condition.Builder condition) {
    starts.script(condition.setType("Ready").setState(Condition.State.CONDITION_FAILED).build());
  }

  /** The names of all services. */
  public synchronized Collection<String> names() {
    return List.copyOf(services.keySet());
  }

  /** Ends all instances of all services, as Cloud Run does with idle ones. */
  public synchronized void idle() {
    services.values().forEach(FakeService::stop);
  }

  /** Who may call: the invokers that a service's policy names, by tokens made for the service. */
  private record Admission(FakeIamCredentials credentials, FakePolicies policies) {
    /* Also at a tag's address, a token is made for the service's own. */
    boolean admits(Service service, String token) {
      return credentials
          .verify(token)
          .filter(identity -> identity.audience().equals(service.getUri()))
          .filter(
              identity ->
                  service.getInvokerIamDisabled()
                      || policies.grants(service.getName(), "roles/run.invoker", identity.email()))
          .isPresent();
    }
  }

  synchronized Service service(String name) {
    return known(name).service;
  }

  synchronized Revision revision(String name) {
    String service = name.substring(0, name.indexOf("/revisions/"));
    return Optional.ofNullable(services.get(service))
        .map(found -> found.revisions.get(shortName(name)))
        .orElseThrow(() -> missing(name));
  }

  synchronized Operation create(CreateServiceRequest request) {
    Matcher parent = PARENT.matcher(request.getParent());
    Answers.require(parent.matches(), "parent must be projects/{project}/locations/{location}.");
    String id = request.getServiceId();
    CloudRunRules.checkId(id);
    String name = request.getParent() + "/services/" + id;
    if (services.containsKey(name)) {
      throw Answers.refusal(Status.ALREADY_EXISTS, "Resource '" + id + "' already exists.");
    }
    long siblings =
        services.keySet().stream().filter(other -> other.startsWith(request.getParent())).count();
    if (siblings >= MAX_SERVICES) {
      throw Answers.refusal(Status.RESOURCE_EXHAUSTED, "Quota exceeded: services per region.");
    }
    Service service = request.getService().toBuilder().setName(name).build();
    check(id, service, Set.of());
    FakeService fresh = new FakeService(service);
    services.put(name, fresh);
    open(fresh, "");
    return begin(fresh, service);
  }

  synchronized Operation update(UpdateServiceRequest request) {
    FakeService known = known(request.getService().getName());
    Answers.require(
        request.getUpdateMask().getPathsCount() > 0
            && FIELDS.containsAll(request.getUpdateMask().getPathsList()),
        "update_mask names the fields that change.");
    if (!request.getService().getEtag().equals(known.service.getEtag())) {
      throw Answers.refusal(Status.ABORTED, "Conflict for resource: version is not the latest.");
    }
    Service.Builder merged = known.service.toBuilder();
    for (String path : request.getUpdateMask().getPathsList()) {
      FieldDescriptor field = Service.getDescriptor().findFieldByName(path);
      merged.setField(field, request.getService().getField(field));
    }
    Service changed = merged.build();
    check(shortName(changed.getName()), changed, known.revisions.keySet());
    return begin(known, changed);
  }

  synchronized Operation delete(DeleteServiceRequest request) {
    FakeService known = known(request.getName());
    services.remove(request.getName());
    policies.remove(request.getName());
    return operations.begin(
        location(request.getName()),
        known.service,
        run(
            () -> {
              known.close();
              return known.service;
            }));
  }

  synchronized Operation delete(DeleteRevisionRequest request) {
    Revision revision = revision(request.getName());
    FakeService owner = known(owner(request.getName()));
    String id = shortName(request.getName());
    boolean called =
        owner.service.getTrafficList().stream().anyMatch(target -> target.getRevision().equals(id));
    if (called || owner.service.getLatestCreatedRevision().endsWith("/" + id)) {
      throw Answers.refusal(
          Status.FAILED_PRECONDITION, "The revision has traffic, a tag, or is the newest.");
    }
    owner.revisions.remove(id);
    FakeInstances instances = owner.instances.remove(id);
    return operations.begin(
        location(request.getName()),
        revision,
        run(
            () -> {
              if (instances != null) {
                instances.close();
              }
              return revision;
            }));
  }

  private void check(String id, Service service, Set<String> revisions) {
    CloudRunRules.check(id, service);
    RevisionTemplate template = service.getTemplate();
    String email = template.getServiceAccount();
    if (!iam.visible(email)) {
      throw Answers.refusal(
          Status.PERMISSION_DENIED,
          "Permission 'iam.serviceaccounts.actAs' denied on service account "
              + email
              + " (or it may not exist).");
    }
    Set<String> all = new HashSet<>(revisions);
    all.add(template.getRevision());
    CloudRunRules.checkTraffic(id, service, all);
  }

  private Operation begin(FakeService known, Service wanted) {
    String id = wanted.getTemplate().getRevision();
    Revision revision = FakeRevisions.of(wanted, "uid" + ++changes);
    Revision existing = known.revisions.get(id);
    boolean fresh = existing == null;
    Answers.require(
        existing == null || FakeRevisions.same(existing, revision),
        "Revision named '" + id + "' with different configuration already exists.");
    Service begun =
        wanted.toBuilder()
            .setEtag("\"" + changes + "\"")
            .setGeneration(known.service.getGeneration() + 1)
            .setUri(known.address("").toString())
            .setReconciling(true)
            .setLatestCreatedRevision(wanted.getName() + "/revisions/" + id)
            .build();
    known.service = begun;
    if (fresh) {
      known.revisions.put(id, revision);
    }
    return operations.begin(
        location(wanted.getName()), begun, run(() -> reconcile(known, revision, fresh)));
  }

  private Service reconcile(FakeService known, Revision revision, boolean fresh) {
    String id = shortName(revision.getName());
    Condition condition =
        fresh
            ? starts.start(revision, instances -> put(known, id, instances))
            : FakeRevisions.READY;
    synchronized (this) {
      if (fresh && known.revisions.containsKey(id)) {
        known.revisions.put(id, revision.toBuilder().addConditions(condition).build());
      }
      Service.Builder done =
          known.service.toBuilder().setReconciling(false).setTerminalCondition(condition);
      if (FakeRevisions.isReady(condition)) {
        done.clearTrafficStatuses();
        known
            .service
            .getTrafficList()
            .forEach(target -> done.addTrafficStatuses(door(known, target)));
      }
      if (fresh && FakeRevisions.isReady(condition)) {
        done.setLatestReadyRevision(revision.getName());
      }
      known.service = done.build();
      if (known.service.getScaling().hasManualInstanceCount()) {
        known.stop();
      }
      if (!known
          .service
          .getLatestCreatedRevision()
          .equals(known.service.getLatestReadyRevision())) {
        throw Answers.refusal(
            Status.FAILED_PRECONDITION,
            "Revision '"
                + id
                + "' is not ready and cannot serve traffic. "
                + condition.getMessage());
      }
      return known.service;
    }
  }

  private synchronized void put(FakeService known, String id, FakeInstances instances) {
    known.instances.put(id, instances);
  }

  private TrafficTargetStatus door(FakeService known, TrafficTarget target) {
    open(known, target.getTag());
    return TrafficTargetStatus.newBuilder()
        .setType(target.getType())
        .setRevision(target.getRevision())
        .setPercent(target.getPercent())
        .setTag(target.getTag())
        .setUri(known.address(target.getTag()).toString())
        .build();
  }

  private void open(FakeService known, String tag) {
    known.doors.computeIfAbsent(
        tag,
        same ->
            new FakeFrontDoor(
                client,
                executor,
                token -> admission.admits(service(known), token),
                () -> behind(known, tag)));
  }

  private synchronized Service service(FakeService known) {
    return known.service;
  }

  private synchronized Optional<FakeInstances> behind(FakeService known, String tag) {
    return known.behind(tag);
  }

  private <T> CompletableFuture<T> run(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, executor);
  }

  private FakeService known(String name) {
    FakeService known = services.get(name);
    if (known == null) {
      throw missing(name);
    }
    return known;
  }

  private static RuntimeException missing(String name) {
    return Answers.refusal(Status.NOT_FOUND, "Resource '" + shortName(name) + "' was not found.");
  }

  private static String owner(String revision) {
    return revision.substring(0, revision.indexOf("/revisions/"));
  }

  private static String location(String name) {
    return name.substring(0, name.indexOf("/services/"));
  }

  private static String shortName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  @Override
  public void close() {
    List<FakeService> open;
    synchronized (this) {
      open = List.copyOf(services.values());
      services.clear();
    }
    open.forEach(FakeService::close);
    executor.shutdownNow();
    client.close();
  }
}
