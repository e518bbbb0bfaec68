package dev.sigil.gcp.store;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.firestore.v1.FirestoreClient;
import com.google.cloud.firestore.v1.FirestoreSettings;
import dev.sigil.core.store.Index;
import dev.sigil.gcp.Backoff;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.Lazy;
import dev.sigil.testkit.emulator.FirestoreEmulator;
import io.grpc.ClientInterceptor;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Stores in an emulated project of its own. */
final class FirestoreFixture implements AutoCloseable {
  private final SecureRandom random = new SecureRandom();
  private final String project = "test-" + HexFormat.of().toHexDigits(random.nextLong());
  private final FirestoreEmulator emulator;
  private final List<FirestoreDocumentStore> opened = new ArrayList<>();

  FirestoreFixture(FirestoreEmulator emulator) {
    this.emulator = emulator;
  }

  FirestoreDocumentStore open(List<Index> declared) {
    Cell home = new Cell(project, "europe-west1");
    GcpConfig config =
        new GcpConfig(
            home, List.of(home), "(default)", "sigil-", "sources", "images", "build", "gate", null);
    return keep(
        FirestoreDocumentStore.open(new GcpClients(emulator.endpoint()), config, declared, random));
  }

  /** A store of the same project whose calls pass through an interceptor. */
  FirestoreDocumentStore open(List<Index> declared, ClientInterceptor interceptor) {
    FirestoreDatabase database =
        new FirestoreDatabase(
            new Lazy<>(() -> client(interceptor)), DocumentNames.of(project, "(default)"));
    Backoff quick = new Backoff(Duration.ofMillis(2), Duration.ofMillis(4), random);
    return keep(new FirestoreDocumentStore(database, declared, random, quick));
  }

  private FirestoreClient client(ClientInterceptor interceptor) throws IOException {
    FirestoreSettings.Builder settings =
        FirestoreSettings.newBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(
                FirestoreSettings.defaultGrpcTransportProviderBuilder()
                    .setEndpoint(emulator.endpoint())
                    .setChannelConfigurator(builder -> builder.usePlaintext())
                    .setInterceptorProvider(() -> List.of(interceptor))
                    .build());
    return FirestoreClient.create(FirestoreConnection.tuned(settings).build());
  }

  private FirestoreDocumentStore keep(FirestoreDocumentStore store) {
    opened.add(store);
    return store;
  }

  @Override
  public void close() {
    opened.forEach(FirestoreDocumentStore::close);
  }
}
