package dev.sigil.gcp.fake;

import com.google.iam.v1.Binding;
import com.google.iam.v1.Policy;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;

/** IAM policies of resources, changed by read, modify and write under an etag. Thread-safe. */
public final class FakePolicies {
  private final FakeIam iam;
  private final Map<String, Policy> policies = new HashMap<>();
  private int changes;

  public FakePolicies(FakeIam iam) {
    this.iam = iam;
  }

  public synchronized Policy get(String resource) {
    return policies.getOrDefault(resource, empty());
  }

  /** Replaces a policy, as {@code setIamPolicy} does; refuses with a status of gRPC. */
  public synchronized Policy set(String resource, Policy policy) {
    if (!policy.getEtag().equals(get(resource).getEtag())) {
      throw Answers.refusal(Status.ABORTED, "There were concurrent policy changes.");
    }
    for (Binding binding : policy.getBindingsList()) {
      Answers.require(binding.getRole().startsWith("roles/"), "Role is not valid.");
      Answers.require(binding.getMembersCount() > 0, "A binding needs members.");
      binding.getMembersList().forEach(this::check);
    }
    changes++;
    Policy set = policy.toBuilder().setEtag(ByteString.copyFromUtf8("e" + changes)).build();
    policies.put(resource, set);
    return set;
  }

  synchronized void remove(String resource) {
    policies.remove(resource);
  }

  /** Whether a resource's policy gives a role to an account. */
  public boolean grants(String resource, String role, String email) {
    return get(resource).getBindingsList().stream()
        .filter(binding -> binding.getRole().equals(role))
        .anyMatch(binding -> binding.getMembersList().contains("serviceAccount:" + email));
  }

  private void check(String member) {
    Answers.require(member.startsWith("serviceAccount:"), "Invalid member " + member + ".");
    String email = member.substring("serviceAccount:".length());
    Answers.require(iam.visible(email), "Service account " + email + " does not exist.");
  }

  private static Policy empty() {
    return Policy.newBuilder().setVersion(1).setEtag(ByteString.copyFromUtf8("e0")).build();
  }
}
