package dev.sigil.gcp.store;

import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.firestore.v1.FirestoreClient;
import com.google.cloud.firestore.v1.FirestoreSettings;
import dev.sigil.gcp.GcpClients;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * Makes the client. It repeats reads, but not one that began a transaction and timed out: that
 * transaction may hold locks. It repeats no commit, since only the store can tell whether one whose
 * answer was lost took place.
 */
final class FirestoreConnection {
  private static final String ENDPOINT = "firestore.googleapis.com:443";

  private static final Duration READ = Duration.ofSeconds(20);
  private static final Duration COMMIT = Duration.ofSeconds(20);
  private static final Duration ROLLBACK = Duration.ofSeconds(5);
  private static final Set<Code> REPEATED = Set.of(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
  private static final RetrySettings READS =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(50))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(2))
          .setInitialRpcTimeoutDuration(Duration.ofSeconds(10))
          .setMaxRpcTimeoutDuration(Duration.ofSeconds(10))
          .setTotalTimeoutDuration(READ)
          .build();

  private FirestoreConnection() {}

  static FirestoreClient open(GcpClients clients) throws IOException {
    FirestoreSettings.Builder settings =
        clients.connect(
            FirestoreSettings.newBuilder(),
            FirestoreSettings.defaultGrpcTransportProviderBuilder(),
            ENDPOINT);
    return FirestoreClient.create(tuned(settings).build());
  }

  static FirestoreSettings.Builder tuned(FirestoreSettings.Builder settings) {
    settings.runQuerySettings().setRetryableCodes(REPEATED).setRetrySettings(READS);
    settings
        .batchGetDocumentsSettings()
        .setRetryableCodes(Code.UNAVAILABLE)
        .setRetrySettings(READS);
    settings.commitSettings().setSimpleTimeoutNoRetriesDuration(COMMIT);
    settings.rollbackSettings().setSimpleTimeoutNoRetriesDuration(ROLLBACK);
    return settings;
  }
}
