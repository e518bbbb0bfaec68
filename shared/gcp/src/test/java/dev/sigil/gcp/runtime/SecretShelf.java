package dev.sigil.gcp.runtime;

import com.google.cloud.secretmanager.v1.GetSecretVersionRequest;
import com.google.cloud.secretmanager.v1.SecretManagerServiceGrpc.SecretManagerServiceImplBase;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.gcp.Names;
import dev.sigil.gcp.fake.FakePolicies;
import dev.sigil.gcp.fake.SecretSource;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Secrets in all the ways in which the runtime meets them. Thread-safe. */
final class SecretShelf extends SecretManagerServiceImplBase implements SecretSource, SecretVault {
  private final String project;
  private final FakePolicies policies;
  private final Map<String, List<String>> versions = new TreeMap<>();
  private int refusals;

  SecretShelf(String project, FakePolicies policies) {
    this.project = project;
    this.policies = policies;
  }

  /** As while IAM has not yet told Secret Manager of a binding. */
  synchronized void refuseReads(int times) {
    refusals = times;
  }

  @Override
  public synchronized Optional<String> read(String secret, String version, String email) {
    refusals--;
    List<String> values = versions.getOrDefault(secret, List.of());
    boolean granted = policies.grants(secret, "roles/secretmanager.secretAccessor", email);
    return granted && refusals < 0 && Integer.parseInt(version) <= values.size()
        ? Optional.of(values.get(Integer.parseInt(version) - 1))
        : Optional.empty();
  }

  @Override
  public synchronized void getSecretVersion(
      GetSecretVersionRequest request, StreamObserver<SecretVersion> answer) {
    String secret = request.getName().replaceFirst("/versions/latest$", "");
    List<String> values = versions.get(secret);
    if (values == null) {
      answer.onError(Status.NOT_FOUND.withDescription("Secret not found.").asRuntimeException());
      return;
    }
    answer.onNext(
        SecretVersion.newBuilder()
            .setName(secret + "/versions/" + values.size())
            .setState(SecretVersion.State.ENABLED)
            .build());
    answer.onCompleted();
  }

  @Override
  public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> answer) {
    answer.onNext(policies.get(request.getResource()));
    answer.onCompleted();
  }

  @Override
  public void setIamPolicy(SetIamPolicyRequest request, StreamObserver<Policy> answer) {
    try {
      answer.onNext(policies.set(request.getResource(), request.getPolicy()));
      answer.onCompleted();
    } catch (RuntimeException e) {
      answer.onError(e);
    }
  }

  @Override
  public synchronized void put(DeploymentId deployment, SecretName name, String value) {
    versions.computeIfAbsent(resource(deployment, name), key -> new ArrayList<>()).add(value);
  }

  @Override
  public synchronized List<Entry> list(DeploymentId deployment) {
    String prefix = "projects/" + project + "/secrets/" + Names.secretPrefix(deployment);
    return versions.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> new Entry(new SecretName(key.substring(prefix.length())), Instant.EPOCH))
        .toList();
  }

  @Override
  public synchronized boolean remove(DeploymentId deployment, SecretName name) {
    return versions.remove(resource(deployment, name)) != null;
  }

  @Override
  public void removeAll(DeploymentId deployment) {
    list(deployment).forEach(entry -> remove(deployment, entry.name()));
  }

  private String resource(DeploymentId deployment, SecretName name) {
    return "projects/" + project + "/secrets/" + Names.secret(deployment, name);
  }
}
