package dev.sigil.gcp.fake;

import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.AddSecretVersionRequest;
import com.google.cloud.secretmanager.v1.CreateSecretRequest;
import com.google.cloud.secretmanager.v1.DeleteSecretRequest;
import com.google.cloud.secretmanager.v1.DestroySecretVersionRequest;
import com.google.cloud.secretmanager.v1.GetSecretRequest;
import com.google.cloud.secretmanager.v1.GetSecretVersionRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsResponse;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ListSecretsResponse;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceGrpc.SecretManagerServiceImplBase;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.UpdateSecretRequest;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secret Manager as <a href="https://cloud.google.com/secret-manager/docs/reference/rpc">its
 * reference</a> describes it. Thread-safe.
 */
public final class FakeSecretManager extends SecretManagerServiceImplBase implements SecretSource {
  private static final Pattern PROJECT = Pattern.compile("projects/([a-z][a-z0-9-]{4,28}[a-z0-9])");
  private static final Pattern SECRET =
      Pattern.compile("(projects/[^/]+)/secrets/([A-Za-z0-9_-]{1,255})");
  private static final Pattern VERSION =
      Pattern.compile("(projects/[^/]+/secrets/[^/]+)/versions/([0-9]+|latest)");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern LABEL_FILTER =
      Pattern.compile("labels\\.([a-z][a-z0-9_-]*)=([a-z0-9_-]+)");
  private static final String LIVE_FILTER = "state:(ENABLED OR DISABLED)";
  private static final int MAX_PAGE = 25_000;

  private final Map<String, StoredSecret> secrets = new TreeMap<>();
  private final InstantSource clock;
  private final FakePolicies policies;

  public FakeSecretManager(InstantSource clock, FakePolicies policies) {
    this.clock = clock;
    this.policies = policies;
  }

  @Override
  public synchronized Optional<String> read(String secret, String version, String email) {
    boolean granted = policies.grants(secret, "roles/secretmanager.secretAccessor", email);
    try {
      return granted
          ? Optional.of(find(secret).payload(version).getData().toStringUtf8())
          : Optional.empty();
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  /** The value of the newest version, as an instance reads it at its start. */
  public synchronized Optional<String> value(String secret) {
    return Optional.ofNullable(secrets.get(secret))
        .map(stored -> stored.payload("latest").getData().toStringUtf8());
  }

  /** The names of all secrets, in order. */
  public synchronized List<String> names() {
    return List.copyOf(secrets.keySet());
  }

  /** Every version of a secret, the oldest first. */
  public synchronized List<SecretVersion> versions(String secret) {
    return find(secret).versions();
  }

  @Override
  public void createSecret(CreateSecretRequest request, StreamObserver<Secret> observer) {
    answer(
        observer,
        () -> {
          Rules.match(PROJECT, request.getParent());
          Rules.match(ID, request.getSecretId());
          String name = request.getParent() + "/secrets/" + request.getSecretId();
          StoredSecret stored = StoredSecret.create(name, request.getSecret(), clock);
          if (secrets.putIfAbsent(name, stored) != null) {
            throw Answers.refusal(Status.ALREADY_EXISTS, "Secret [" + name + "] already exists.");
          }
          return stored.secret();
        });
  }

  @Override
  public void getSecret(GetSecretRequest request, StreamObserver<Secret> observer) {
    answer(observer, () -> find(request.getName()).secret());
  }

  @Override
  public void updateSecret(UpdateSecretRequest request, StreamObserver<Secret> observer) {
    answer(
        observer,
        () ->
            find(request.getSecret().getName())
                .update(request.getSecret(), request.getUpdateMask()));
  }

  @Override
  public void deleteSecret(DeleteSecretRequest request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          StoredSecret stored = find(request.getName());
          stored.checkEtag(request.getEtag());
          secrets.remove(request.getName());
          policies.remove(request.getName());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void listSecrets(
      ListSecretsRequest request, StreamObserver<ListSecretsResponse> observer) {
    answer(
        observer,
        () -> {
          Rules.match(PROJECT, request.getParent());
          List<Secret> all =
              secrets.values().stream()
                  .map(StoredSecret::secret)
                  .filter(secret -> secret.getName().startsWith(request.getParent() + "/"))
                  .filter(secret -> matches(secret, request.getFilter()))
                  .toList();
          FakePage<Secret> page = page(all, request.getPageSize(), request.getPageToken());
          return ListSecretsResponse.newBuilder()
              .addAllSecrets(page.items())
              .setNextPageToken(page.next())
              .setTotalSize(all.size())
              .build();
        });
  }

  @Override
  public void addSecretVersion(
      AddSecretVersionRequest request, StreamObserver<SecretVersion> observer) {
    answer(
        observer,
        () -> {
          Answers.require(request.hasPayload(), "Field [payload] is required.");
          return find(request.getParent()).add(request.getPayload(), clock);
        });
  }

  @Override
  public void listSecretVersions(
      ListSecretVersionsRequest request, StreamObserver<ListSecretVersionsResponse> observer) {
    answer(
        observer,
        () -> {
          boolean live = request.getFilter().equals(LIVE_FILTER);
          Answers.require(live || request.getFilter().isEmpty(), "filter " + request.getFilter());
          List<SecretVersion> all =
              find(request.getParent()).versions().reversed().stream()
                  .filter(v -> !live || v.getState() != SecretVersion.State.DESTROYED)
                  .toList();
          FakePage<SecretVersion> page = page(all, request.getPageSize(), request.getPageToken());
          return ListSecretVersionsResponse.newBuilder()
              .addAllVersions(page.items())
              .setNextPageToken(page.next())
              .build();
        });
  }

  @Override
  public void accessSecretVersion(
      AccessSecretVersionRequest request, StreamObserver<AccessSecretVersionResponse> observer) {
    answer(
        observer,
        version(
            request.getName(),
            matcher ->
                AccessSecretVersionResponse.newBuilder()
                    .setName(request.getName())
                    .setPayload(find(matcher.group(1)).payload(matcher.group(2)))
                    .build()));
  }

  @Override
  public void getSecretVersion(
      GetSecretVersionRequest request, StreamObserver<SecretVersion> observer) {
    answer(
        observer,
        version(request.getName(), matcher -> find(matcher.group(1)).version(matcher.group(2))));
  }

  @Override
  public void destroySecretVersion(
      DestroySecretVersionRequest request, StreamObserver<SecretVersion> observer) {
    answer(
        observer,
        version(
            request.getName(),
            matcher -> find(matcher.group(1)).destroy(matcher.group(2), request.getEtag(), clock)));
  }

  @Override
  public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> observer) {
    answer(observer, () -> policies.get(find(request.getResource()).secret().getName()));
  }

  @Override
  public void setIamPolicy(SetIamPolicyRequest request, StreamObserver<Policy> observer) {
    answer(
        observer,
        () -> policies.set(find(request.getResource()).secret().getName(), request.getPolicy()));
  }

  private synchronized <A> void answer(StreamObserver<A> observer, Supplier<A> work) {
    Answers.reply(observer, work);
  }

  private static <A> Supplier<A> version(String name, Function<Matcher, A> work) {
    return () -> work.apply(Rules.match(VERSION, name));
  }

  private StoredSecret find(String name) {
    Rules.match(SECRET, name);
    StoredSecret stored = secrets.get(name);
    if (stored == null) {
      throw Answers.refusal(Status.NOT_FOUND, "Secret [" + name + "] not found.");
    }
    return stored;
  }

  private static boolean matches(Secret secret, String filter) {
    if (filter.isEmpty()) {
      return true;
    }
    Matcher label = Rules.match(LABEL_FILTER, filter);
    return label.group(2).equals(secret.getLabelsMap().get(label.group(1)));
  }

  private static <T> FakePage<T> page(List<T> all, int size, String token) {
    Answers.require(size >= 0 && size <= MAX_PAGE, "page size " + size);
    return FakePage.of(all, size == 0 ? MAX_PAGE : size, token);
  }
}
