package dev.sigil.gcp.fake;

import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.SecretVersion.State;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** A secret with its versions and its policy. Guarded by the service. */
final class StoredSecret {
  private static final int MAX_PAYLOAD = 64 * 1024;
  private static final int MAX_ANNOTATIONS = 16 * 1024;
  private static final Pattern ANNOTATION =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
  private static final Set<String> MUTABLE = Set.of("labels", "annotations");

  private final List<SecretVersion> versions = new ArrayList<>();
  private final List<SecretPayload> payloads = new ArrayList<>();
  private Secret secret;
  private int changes;

  private StoredSecret(Secret secret) {
    this.secret = secret;
  }

  static StoredSecret create(String name, Secret wanted, InstantSource clock) {
    Answers.require(wanted.hasReplication(), "Field [secret.replication] is required.");
    Answers.require(
        wanted.getReplication().hasAutomatic() || wanted.getReplication().hasUserManaged(),
        "a replication is automatic or user-managed");
    Answers.require(wanted.getName().isEmpty() && wanted.getEtag().isEmpty(), "output only");
    check(wanted);
    return new StoredSecret(
        wanted.toBuilder().setName(name).setCreateTime(now(clock)).setEtag("\"0\"").build());
  }

  Secret secret() {
    return secret;
  }

  List<SecretVersion> versions() {
    return List.copyOf(versions);
  }

  Secret update(Secret wanted, FieldMask mask) {
    Answers.require(mask.getPathsCount() > 0, "Field [update_mask] is required.");
    Answers.require(MUTABLE.containsAll(mask.getPathsList()), "immutable: " + mask.getPathsList());
    checkEtag(wanted.getEtag());
    check(wanted);
    Secret.Builder updated = secret.toBuilder().setEtag("\"" + ++changes + "\"");
    if (mask.getPathsList().contains("labels")) {
      updated.clearLabels().putAllLabels(wanted.getLabelsMap());
    }
    if (mask.getPathsList().contains("annotations")) {
      updated.clearAnnotations().putAllAnnotations(wanted.getAnnotationsMap());
    }
    secret = updated.build();
    return secret;
  }

  SecretVersion add(SecretPayload payload, InstantSource clock) {
    Answers.require(!payload.getData().isEmpty(), "Secret Payload cannot be empty.");
    Answers.require(payload.getData().size() <= MAX_PAYLOAD, "The payload exceeds 65536 bytes.");
    CRC32C checksum = new CRC32C();
    checksum.update(payload.getData().toByteArray());
    Answers.require(
        !payload.hasDataCrc32C() || payload.getDataCrc32C() == checksum.getValue(),
        "The checksum does not match.");
    SecretVersion version =
        SecretVersion.newBuilder()
            .setName(secret.getName() + "/versions/" + (versions.size() + 1))
            .setCreateTime(now(clock))
            .setState(State.ENABLED)
            .setEtag("\"v0\"")
            .setClientSpecifiedPayloadChecksum(payload.hasDataCrc32C())
            .build();
    versions.add(version);
    payloads.add(payload);
    return version;
  }

  SecretVersion version(String version) {
    return versions.get(number(version) - 1);
  }

  SecretPayload payload(String version) {
    int number = number(version);
    if (versions.get(number - 1).getState() != State.ENABLED) {
      throw Answers.refusal(Status.FAILED_PRECONDITION, "The version is in DESTROYED state.");
    }
    return payloads.get(number - 1);
  }

  SecretVersion destroy(String version, String etag, InstantSource clock) {
    int number = number(version);
    SecretVersion present = versions.get(number - 1);
    if (present.getState() == State.DESTROYED
        || !(etag.isEmpty() || etag.equals(present.getEtag()))) {
      throw Answers.refusal(Status.FAILED_PRECONDITION, "The version is in DESTROYED state.");
    }
    SecretVersion destroyed =
        present.toBuilder().setState(State.DESTROYED).setDestroyTime(now(clock)).build();
    versions.set(number - 1, destroyed);
    payloads.set(number - 1, SecretPayload.getDefaultInstance());
    return destroyed;
  }

  void checkEtag(String etag) {
    if (!etag.isEmpty() && !etag.equals(secret.getEtag())) {
      throw Answers.refusal(Status.FAILED_PRECONDITION, "The etag does not match.");
    }
  }

  private int number(String version) {
    int number = version.equals("latest") ? versions.size() : Integer.parseInt(version);
    if (number < 1 || number > versions.size()) {
      throw Answers.refusal(Status.NOT_FOUND, "Secret Version [" + version + "] not found.");
    }
    return number;
  }

  private static void check(Secret wanted) {
    Rules.labels(wanted.getLabelsMap());
    int size = 0;
    for (Map.Entry<String, String> annotation : wanted.getAnnotationsMap().entrySet()) {
      Answers.require(ANNOTATION.matcher(annotation.getKey()).matches(), "annotation key");
      size += annotation.getKey().length() + annotation.getValue().length();
    }
    Answers.require(size <= MAX_ANNOTATIONS, "annotations exceed 16 KiB");
  }

  private static Timestamp now(InstantSource clock) {
    Instant now = clock.instant();
    return Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
  }
}
