package dev.sigil.gcp;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ClientSettings;
import org.jspecify.annotations.Nullable;

/**
 * How Google's clients reach their services: with the function's own credentials over TLS, or an
 * emulator in plain text and without any.
 */
public final class GcpClients {
  private final @Nullable String emulator;

  public GcpClients(@Nullable String emulator) {
    this.emulator = emulator;
  }

  /**
   * Completes a client's settings.
   *
   * @param channel of the same client, such as {@code
   *     ServicesSettings.defaultGrpcTransportProviderBuilder()}
   * @param endpoint {@code host:port}, since some services are regional
   */
  public <B extends ClientSettings.Builder<?, B>> B connect(
      B settings, InstantiatingGrpcChannelProvider.Builder channel, String endpoint) {
    if (emulator == null) {
      return settings.setEndpoint(endpoint).setTransportChannelProvider(channel.build());
    }
    return settings
        .setEndpoint(emulator)
        .setCredentialsProvider(NoCredentialsProvider.create())
        .setTransportChannelProvider(
            channel.setChannelConfigurator(builder -> builder.usePlaintext()).build());
  }
}
