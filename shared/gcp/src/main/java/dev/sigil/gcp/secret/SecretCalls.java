package dev.sigil.gcp.secret;

import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.Lazy;
import dev.sigil.gcp.Names;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32C;

/** The calls that the vault makes. */
record SecretCalls(Lazy<SecretManagerServiceClient> clients, String project) {
  private static final String ENDPOINT = "secretmanager.googleapis.com:443";
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Set<Code> STALE = Set.of(Code.ABORTED, Code.FAILED_PRECONDITION);
  private static final int PAGE = 250;
  private static final RetrySettings REPEATED =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(100))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(2))
          .setInitialRpcTimeoutDuration(Duration.ofSeconds(5))
          .setMaxRpcTimeoutDuration(Duration.ofSeconds(5))
          .setTotalTimeoutDuration(DEADLINE)
          .build();

  /**
   * Makes the client. Every call but a deletion may be repeated: a version that was added twice is
   * destroyed as the older one, while a repeated deletion would say that there was nothing.
   */
  static SecretManagerServiceClient connect(GcpClients clients) throws IOException {
    SecretManagerServiceSettings.Builder settings =
        clients.connect(
            SecretManagerServiceSettings.newBuilder(),
            SecretManagerServiceSettings.defaultGrpcTransportProviderBuilder(),
            ENDPOINT);
    settings.applyToAllUnaryMethods(
        call -> {
          call.setRetryableCodes(Code.UNAVAILABLE).setRetrySettings(REPEATED);
          return null;
        });
    settings.deleteSecretSettings().setSimpleTimeoutNoRetriesDuration(DEADLINE);
    return SecretManagerServiceClient.create(settings.build());
  }

  SecretManagerServiceClient client() {
    return clients.get();
  }

  String name(String id) {
    return "projects/" + project + "/secrets/" + id;
  }

  /** The deployment's secrets, also those without a value. */
  List<Secret> list(DeploymentId deployment) {
    ListSecretsRequest request =
        ListSecretsRequest.newBuilder()
            .setParent("projects/" + project)
            .setFilter("labels." + Names.DEPLOYMENT_LABEL + "=" + deployment.value())
            .setPageSize(PAGE)
            .build();
    String prefix = name(Names.secretPrefix(deployment));
    return StreamSupport.stream(client().listSecrets(request).iterateAll().spliterator(), false)
        .filter(secret -> id(secret.getName()).startsWith(id(prefix)))
        .toList();
  }

  void create(DeploymentId deployment, String id) {
    Secret secret =
        Secret.newBuilder()
            .setReplication(
                Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()))
            .putLabels(Names.DEPLOYMENT_LABEL, deployment.value())
            .build();
    client().createSecret("projects/" + project, id, secret);
  }

  SecretVersion add(String secret, byte[] value) {
    CRC32C checksum = new CRC32C();
    checksum.update(value);
    SecretPayload payload =
        SecretPayload.newBuilder()
            .setData(ByteString.copyFrom(value))
            .setDataCrc32C(checksum.getValue())
            .build();
    return client().addSecretVersion(secret, payload);
  }

  /** Stores the annotations; false when the secret has changed since it was read. */
  boolean update(Secret secret) {
    try {
      client().updateSecret(secret, FieldMask.newBuilder().addPaths("annotations").build());
      return true;
    } catch (ApiException e) {
      if (STALE.contains(e.getStatusCode().getCode())) {
        return false;
      }
      throw e;
    }
  }

  /** Destroys the values before this one: an instance reads the latest at its start. */
  void destroyOld(SecretVersion version) {
    String secret = version.getName().substring(0, version.getName().lastIndexOf("/versions/"));
    ListSecretVersionsRequest request =
        ListSecretVersionsRequest.newBuilder()
            .setParent(secret)
            .setFilter("state:(ENABLED OR DISABLED)")
            .setPageSize(PAGE)
            .build();
    for (SecretVersion other : client().listSecretVersions(request).iterateAll()) {
      if (number(other) < number(version)) {
        destroy(other);
      }
    }
  }

  static long number(SecretVersion version) {
    return Long.parseLong(id(version.getName()));
  }

  /* Another call may have destroyed it, or removed the secret. */
  private void destroy(SecretVersion version) {
    try {
      client().destroySecretVersion(version.getName());
    } catch (NotFoundException e) {
      return;
    } catch (ApiException e) {
      if (!STALE.contains(e.getStatusCode().getCode())) {
        throw e;
      }
    }
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
