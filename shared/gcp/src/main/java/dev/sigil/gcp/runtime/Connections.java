package dev.sigil.gcp.runtime;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.cloud.iam.admin.v1.IAMSettings;
import com.google.cloud.iam.credentials.v1.IamCredentialsClient;
import com.google.cloud.iam.credentials.v1.IamCredentialsSettings;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.Lazy;
import java.io.IOException;

/** The services beside Cloud Run that the runtime needs, each connected when first asked. */
record Connections(
    Lazy<IAMClient> iam,
    Lazy<SecretManagerServiceClient> secretManager,
    Lazy<IamCredentialsClient> credentials)
    implements AutoCloseable {
  Connections(GcpClients clients) {
    this(
        new Lazy<>(() -> iam(clients)),
        new Lazy<>(() -> secretManager(clients)),
        new Lazy<>(() -> credentials(clients)));
  }

  @Override
  public void close() {
    iam.close();
    secretManager.close();
    credentials.close();
  }

  private static IAMClient iam(GcpClients clients) throws IOException {
    return IAMClient.create(
        clients
            .connect(
                IAMSettings.newBuilder(),
                IAMSettings.defaultGrpcTransportProviderBuilder(),
                IAMSettings.getDefaultEndpoint())
            .build());
  }

  private static SecretManagerServiceClient secretManager(GcpClients clients) throws IOException {
    return SecretManagerServiceClient.create(
        clients
            .connect(
                SecretManagerServiceSettings.newBuilder(),
                SecretManagerServiceSettings.defaultGrpcTransportProviderBuilder(),
                SecretManagerServiceSettings.getDefaultEndpoint())
            .build());
  }

  private static IamCredentialsClient credentials(GcpClients clients) throws IOException {
    return IamCredentialsClient.create(
        clients
            .connect(
                IamCredentialsSettings.newBuilder(),
                IamCredentialsSettings.defaultGrpcTransportProviderBuilder(),
                IamCredentialsSettings.getDefaultEndpoint())
            .build());
  }
}
