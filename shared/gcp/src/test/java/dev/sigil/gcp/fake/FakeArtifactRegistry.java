package dev.sigil.gcp.fake;

import com.google.devtools.artifactregistry.v1.ArtifactRegistryGrpc.ArtifactRegistryImplBase;
import com.google.devtools.artifactregistry.v1.DeletePackageRequest;
import com.google.devtools.artifactregistry.v1.OperationMetadata;
import com.google.longrunning.Operation;
import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The images of one repository, pushed by a fake Cloud Build. Thread-safe. */
public final class FakeArtifactRegistry extends ArtifactRegistryImplBase {
  private static final Pattern PACKAGE =
      Pattern.compile(
          "projects/([^/]+)/locations/([^/]+)/repositories/([a-z][a-z0-9-]*)/packages/([^/]+)");

  private final FakeOperations operations;
  private final Map<String, Set<String>> images = new TreeMap<>();

  public FakeArtifactRegistry(FakeOperations operations) {
    this.operations = operations;
  }

  /** Digests by image, such as {@code europe-west1-docker.pkg.dev/p/r/name}. */
  public synchronized Map<String, Set<String>> images() {
    return new TreeMap<>(images);
  }

  synchronized void push(String image, String digest) {
    images.computeIfAbsent(image, key -> new TreeSet<>()).add(digest);
  }

  @Override
  public synchronized void deletePackage(
      DeletePackageRequest request, StreamObserver<Operation> answer) {
    Matcher name = PACKAGE.matcher(request.getName());
    if (!name.matches()) {
      answer.onError(
          Status.INVALID_ARGUMENT.withDescription("malformed package name").asRuntimeException());
      return;
    }
    String image =
        name.group(2)
            + "-docker.pkg.dev/"
            + name.group(1)
            + "/"
            + name.group(3)
            + "/"
            + name.group(4);
    if (images.remove(image) == null) {
      answer.onError(Status.NOT_FOUND.withDescription("Package not found.").asRuntimeException());
      return;
    }
    String parent = "projects/" + name.group(1) + "/locations/" + name.group(2);
    answer.onNext(
        operations.begin(
            parent, OperationMetadata.getDefaultInstance(), Empty.getDefaultInstance()));
    answer.onCompleted();
  }
}
