package dev.sigil.gcp.fake;

import com.google.cloudbuild.v1.Build;
import com.google.cloudbuild.v1.Build.FailureInfo.FailureType;
import com.google.cloudbuild.v1.Build.Status;
import com.google.cloudbuild.v1.BuildOperationMetadata;
import com.google.cloudbuild.v1.BuildStep;
import com.google.cloudbuild.v1.BuiltImage;
import com.google.cloudbuild.v1.CancelBuildRequest;
import com.google.cloudbuild.v1.CloudBuildGrpc.CloudBuildImplBase;
import com.google.cloudbuild.v1.CreateBuildRequest;
import com.google.cloudbuild.v1.GetBuildRequest;
import com.google.cloudbuild.v1.ListBuildsRequest;
import com.google.cloudbuild.v1.ListBuildsResponse;
import com.google.cloudbuild.v1.Results;
import com.google.cloudbuild.v1.StorageSource;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.fake.BuildWorker.DockerBuild;
import dev.sigil.gcp.fake.BuildWorker.StepFailure;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds of one project and region, run one by one on threads of their own by a {@link
 * BuildWorker}. Each change of a status is told on the topic, as Cloud Build does. Thread-safe.
 */
public final class FakeCloudBuild extends CloudBuildImplBase implements AutoCloseable {
  private static final Pattern FILTER = Pattern.compile("tags=\"([\\w.-]+)\"");

  private final Cell cell;
  private final FakeCloudStorage storage;
  private final FakeArtifactRegistry registry;
  private final BuildWorker worker;
  private final BiConsumer<Map<String, String>, String> topic;
  private final InstantSource clock;
  private final Map<String, Build> builds = new LinkedHashMap<>();
  private final Map<String, Thread> running = new HashMap<>();
  private final Deque<UnaryOperator<Build>> endings = new ArrayDeque<>();

  /**
   * A Cloud Build.
   *
   * @param topic takes attributes and data of each message on {@code cloud-builds}
   */
  public FakeCloudBuild(
      Cell cell,
      FakeCloudStorage storage,
      FakeArtifactRegistry registry,
      BuildWorker worker,
      BiConsumer<Map<String, String>, String> topic,
      InstantSource clock) {
    this.cell = cell;
    this.storage = storage;
    this.registry = registry;
    this.worker = worker;
    this.topic = topic;
    this.clock = clock;
  }

  /** Ends the next build as said, without running it. */
  public synchronized void endNext(UnaryOperator<Build> ending) {
    endings.add(ending);
  }

  /** Every build so far, oldest first. */
  public synchronized List<Build> builds() {
    return List.copyOf(builds.values());
  }

  /** Forgets a build, as Cloud Build does after a long time. */
  public synchronized void forget(String id) {
    builds.remove(id);
  }

  @Override
  public synchronized void createBuild(
      CreateBuildRequest request, StreamObserver<Operation> answer) {
    if (!request.getParent().equals(cell.location())
        || !request.getProjectId().equals(cell.project())) {
      answer.onError(refusal(io.grpc.Status.INVALID_ARGUMENT, "parent and project id"));
      return;
    }
    Optional<String> problem = BuildRules.problem(request.getBuild());
    if (problem.isPresent()) {
      answer.onError(refusal(io.grpc.Status.INVALID_ARGUMENT, problem.get()));
      return;
    }
    String id = UUID.randomUUID().toString();
    Build build =
        request.getBuild().toBuilder()
            .setId(id)
            .setName(cell.location() + "/builds/" + id)
            .setProjectId(cell.project())
            .setStatus(Status.QUEUED)
            .setCreateTime(timestamp(clock.instant()))
            .build();
    builds.put(id, build);
    answer.onNext(
        Operation.newBuilder()
            .setName("operations/build/" + cell.project() + "/" + id)
            .setMetadata(Any.pack(BuildOperationMetadata.newBuilder().setBuild(build).build()))
            .build());
    answer.onCompleted();
    running.put(id, Thread.ofVirtual().start(() -> run(id)));
  }

  @Override
  public synchronized void getBuild(GetBuildRequest request, StreamObserver<Build> answer) {
    Build build = find(request.getName(), request.getProjectId(), request.getId());
    if (build == null) {
      answer.onError(refusal(io.grpc.Status.NOT_FOUND, "Requested entity was not found."));
      return;
    }
    answer.onNext(build);
    answer.onCompleted();
  }

  @Override
  public synchronized void listBuilds(
      ListBuildsRequest request, StreamObserver<ListBuildsResponse> answer) {
    Matcher filter = FILTER.matcher(request.getFilter());
    if (!filter.matches() || !request.getParent().equals(cell.location())) {
      answer.onError(refusal(io.grpc.Status.INVALID_ARGUMENT, "parent or filter"));
      return;
    }
    List<Build> tagged =
        builds.values().stream()
            .filter(build -> build.getTagsList().contains(filter.group(1)))
            .toList()
            .reversed();
    int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    int to = Math.min(tagged.size(), from + Math.max(1, request.getPageSize()));
    answer.onNext(
        ListBuildsResponse.newBuilder()
            .addAllBuilds(tagged.subList(from, to))
            .setNextPageToken(to < tagged.size() ? Integer.toString(to) : "")
            .build());
    answer.onCompleted();
  }

  @Override
  public void cancelBuild(CancelBuildRequest request, StreamObserver<Build> answer) {
    Build build;
    synchronized (this) {
      build = find(request.getName(), request.getProjectId(), request.getId());
    }
    if (build == null) {
      answer.onError(refusal(io.grpc.Status.NOT_FOUND, "Requested entity was not found."));
      return;
    }
    if (!change(build.getId(), b -> b.toBuilder().setStatus(Status.CANCELLED).build())) {
      answer.onError(
          refusal(io.grpc.Status.FAILED_PRECONDITION, "Cannot cancel a build that has ended."));
      return;
    }
    synchronized (this) {
      Optional.ofNullable(running.remove(build.getId())).ifPresent(Thread::interrupt);
    }
    answer.onNext(build);
    answer.onCompleted();
  }

  private @Nullable Build find(String name, String project, String id) {
    boolean named =
        name.equals(cell.location() + "/builds/" + id) && project.equals(cell.project());
    return named ? builds.get(id) : null;
  }

  private void run(String id) {
    change(id, build -> build.toBuilder().setStatus(Status.WORKING).build());
    UnaryOperator<Build> ending;
    Build build;
    synchronized (this) {
      build = builds.get(id);
      ending = endings.poll();
    }
    if (build == null || build.getStatus() != Status.WORKING) {
      return;
    }
    UnaryOperator<Build> end = ending == null ? work(build) : ending;
    change(id, end);
  }

  private UnaryOperator<Build> work(Build build) {
    StorageSource source = build.getSource().getStorageSource();
    Optional<byte[]> archive =
        storage.read(source.getBucket(), source.getObject(), source.getGeneration());
    if (archive.isEmpty()) {
      return failing(0, FailureType.FETCH_SOURCE_FAILED, "the source was not found");
    }
    Map<String, String> built = new HashMap<>();
    int step = 0;
    try (Workspace workspace = Workspace.unpack(archive.get())) {
      for (; step < build.getStepsCount(); step++) {
        DockerBuild order =
            DockerCommand.parse(
                build.getSteps(step), workspace.directory(), built, build.getTagsList());
        built.put(order.tag(), worker.build(order));
      }
      return pushing(build, built);
    } catch (StepFailure e) {
      return failingStep(step, e.exitCode());
    } catch (IllegalArgumentException | IOException e) {
      return failing(125, FailureType.USER_BUILD_STEP, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      return unchanged -> unchanged;
    }
  }

  private UnaryOperator<Build> pushing(Build build, Map<String, String> built) {
    Results.Builder results = Results.newBuilder();
    for (String image : build.getImagesList()) {
      String digest = built.get(image);
      if (digest == null) {
        return failing(0, FailureType.PUSH_IMAGE_NOT_FOUND, "no image " + image);
      }
      registry.push(image.substring(0, image.lastIndexOf(':')), digest);
      results.addImages(BuiltImage.newBuilder().setName(image).setDigest(digest));
    }
    return ended -> ended.toBuilder().setStatus(Status.SUCCESS).setResults(results).build();
  }

  private static UnaryOperator<Build> failingStep(int index, int exitCode) {
    return build -> {
      BuildStep step = build.getSteps(index);
      String detail =
          "Build step failure: build step "
              + index
              + " \""
              + step.getName()
              + "\" failed: step exited with non-zero status: "
              + exitCode;
      return failing(exitCode, FailureType.USER_BUILD_STEP, detail).apply(build).toBuilder()
          .setSteps(index, step.toBuilder().setStatus(Status.FAILURE).setExitCode(exitCode))
          .build();
    };
  }

  private static UnaryOperator<Build> failing(int exitCode, FailureType type, String detail) {
    return build ->
        build.toBuilder()
            .setStatus(Status.FAILURE)
            .setStatusDetail(detail + (exitCode == 0 ? "" : " (" + exitCode + ")"))
            .setFailureInfo(Build.FailureInfo.newBuilder().setType(type).setDetail(detail))
            .build();
  }

  /* False when the build has ended before. A message is told outside of the lock. */
  private boolean change(String id, UnaryOperator<Build> change) {
    Build changed;
    synchronized (this) {
      Build before = builds.get(id);
      if (before == null || before.hasFinishTime()) {
        return false;
      }
      Build next = change.apply(before);
      boolean ended = next.getStatus() != Status.WORKING && next.getStatus() != Status.QUEUED;
      changed = ended ? next.toBuilder().setFinishTime(timestamp(clock.instant())).build() : next;
      builds.put(id, changed);
    }
    topic.accept(Map.of("buildId", id, "status", changed.getStatus().name()), json(changed));
    return true;
  }

  /** A build as it stands in a message. */
  public static String json(Build build) {
    try {
      return JsonFormat.printer().print(build);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static RuntimeException refusal(io.grpc.Status status, String description) {
    return status.withDescription(description).asRuntimeException();
  }

  @Override
  public synchronized void close() {
    running.values().forEach(Thread::interrupt);
  }
}
