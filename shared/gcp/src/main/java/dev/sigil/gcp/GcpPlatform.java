package dev.sigil.gcp;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.iam.credentials.v1.IamCredentialsClient;
import com.google.cloud.iam.credentials.v1.IamCredentialsSettings;
import dev.sigil.core.TransientException;
import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.platform.Indexes;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.MigratingDocumentStore;
import dev.sigil.core.store.Schema;
import dev.sigil.gcp.build.Authorization;
import dev.sigil.gcp.build.BuildSettings;
import dev.sigil.gcp.build.CloudBuildImageBuilder;
import dev.sigil.gcp.event.PubSubEventPublisher;
import dev.sigil.gcp.log.CloudLoggingReader;
import dev.sigil.gcp.runtime.CloudRunInstanceRouter;
import dev.sigil.gcp.runtime.CloudRunServerRuntime;
import dev.sigil.gcp.runtime.CloudRunSettings;
import dev.sigil.gcp.runtime.IdentityTokens;
import dev.sigil.gcp.secret.SecretManagerVault;
import dev.sigil.gcp.store.FirestoreDocumentStore;
import dev.sigil.github.GitHubCodeHost;
import dev.sigil.github.GitHubConfig;
import dev.sigil.github.GitHubHookDeliveries;
import dev.sigil.github.GitHubSourceFetcher;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every port on Google Cloud. A port is made when first asked for and connects when first used, so
 * that a function pays at its start for nothing that it does not use.
 */
public final class GcpPlatform implements Platform {
  private static final int EXPLAINING_LINES = 20;

  private final GcpConfig config;
  private final Map<String, String> environment;
  private final GcpClients clients;
  private final InstantSource clock = InstantSource.system();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private final Port<DocumentStore> documents = new Port<>(this::openDocuments);
  private final Port<EventPublisher> events = new Port<>(this::openEvents);
  private final Port<SourceFetcher> sources = new Port<>(this::openSources);
  private final Port<ImageBuilder> builds = new Port<>(this::openBuilds);
  private final Port<ServerRuntime> servers = new Port<>(this::openServers);
  private final Port<InstanceRouter> instances = new Port<>(this::openInstances);
  private final Port<SecretVault> secrets = new Port<>(this::openSecrets);
  private final Port<CloudLoggingReader> logs = new Port<>(this::openLogs);
  private final Port<CodeHost> codeHost = new Port<>(this::openCodeHost);

  private GcpPlatform(GcpConfig config, Map<String, String> environment) {
    this.config = config;
    this.environment = Map.copyOf(environment);
    this.clients = new GcpClients(config.emulator());
  }

  /**
   * Opens the platform without calling Google Cloud. {@code FIRESTORE_EMULATOR_HOST} and {@code
   * PUBSUB_EMULATOR_HOST} are followed as Google's own clients do.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  public static GcpPlatform open(Map<String, String> environment) {
    return new GcpPlatform(GcpConfig.from(environment), environment);
  }

  @Override
  public DocumentStore documents() {
    return documents.get();
  }

  @Override
  public EventPublisher events() {
    return events.get();
  }

  @Override
  public SourceFetcher sources() {
    return sources.get();
  }

  @Override
  public ImageBuilder builds() {
    return builds.get();
  }

  @Override
  public ServerRuntime servers() {
    return servers.get();
  }

  @Override
  public InstanceRouter instances() {
    return instances.get();
  }

  @Override
  public SecretVault secrets() {
    return secrets.get();
  }

  @Override
  public LogReader logs() {
    return logs.get();
  }

  @Override
  public CodeHost codeHost() {
    return codeHost.get();
  }

  @Override
  public HookDeliveries hookDeliveries() {
    GitHubConfig github = GitHubConfig.from(environment);
    GitHubConfig.App app = github.app();
    return app == null ? HookDeliveries.NONE : new GitHubHookDeliveries(github.api(), app, clock);
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  /** Closes the ports that were made, the last one first. */
  @Override
  public synchronized void close() {
    RuntimeException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("a port did not close", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private DocumentStore openDocuments() {
    FirestoreDocumentStore store =
        keep(
            FirestoreDocumentStore.open(
                emulated("FIRESTORE_EMULATOR_HOST"), config, Indexes.ALL, new SecureRandom()));
    return new MigratingDocumentStore(store, Schema.CURRENT);
  }

  private EventPublisher openEvents() {
    return keep(PubSubEventPublisher.open(emulated("PUBSUB_EMULATOR_HOST"), config));
  }

  private SourceFetcher openSources() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return new GitHubSourceFetcher(GitHubConfig.from(environment), temporary, clock);
  }

  private CodeHost openCodeHost() {
    return GitHubCodeHost.of(GitHubConfig.from(environment), clock);
  }

  private ImageBuilder openBuilds() {
    return keep(
        new CloudBuildImageBuilder(
            config,
            BuildSettings.from(environment),
            clients,
            config.emulator() == null ? Authorization.ofThisProcess() : Authorization.NONE,
            documents(),
            sources(),
            events(),
            this::tail,
            clock));
  }

  private ServerRuntime openServers() {
    return keep(
        new CloudRunServerRuntime(
            config,
            clients,
            documents(),
            secrets(),
            logs(),
            CloudRunSettings.from(environment),
            clock));
  }

  private InstanceRouter openInstances() {
    ExecutorService threads = keep(Executors.newVirtualThreadPerTaskExecutor());
    // Only the gateway asks for this port, and it runs as the account that servers admit.
    IdentityTokens tokens =
        config.emulator() == null
            ? IdentityTokens.ofThisProcess(GcpPlatform::credentials, threads, clock)
            : IdentityTokens.impersonating(
                keep(new Lazy<>(this::impersonation)), config.gatewayAccount(), threads, clock);
    return new CloudRunInstanceRouter(
        documents(), tokens, CloudRunSettings.from(environment).routeAge(), threads, clock);
  }

  private IamCredentialsClient impersonation() throws IOException {
    return IamCredentialsClient.create(
        clients
            .connect(
                IamCredentialsSettings.newBuilder(),
                IamCredentialsSettings.defaultGrpcTransportProviderBuilder(),
                IamCredentialsSettings.getDefaultEndpoint())
            .build());
  }

  private SecretVault openSecrets() {
    return keep(SecretManagerVault.open(clients, config, clock));
  }

  private CloudLoggingReader openLogs() {
    return keep(CloudLoggingReader.open(clients, config));
  }

  /* Failing to explain a failure is not worth failing for. */
  private List<String> tail(String build) {
    try {
      return logs.get().build(build, EXPLAINING_LINES);
    } catch (TransientException e) {
      return List.of();
    }
  }

  private GcpClients emulated(String variable) {
    String host = environment.get(variable);
    return new GcpClients(host == null || host.isBlank() ? null : host);
  }

  private synchronized <T extends AutoCloseable> T keep(T port) {
    opened.push(port);
    return port;
  }

  private static GoogleCredentials credentials() {
    try {
      return GoogleCredentials.getApplicationDefault();
    } catch (IOException e) {
      throw new TransientException("this process's credentials cannot be had now", e);
    }
  }

  /** A port that is made once. Ports that need others never need each other. */
  private static final class Port<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    Port(Supplier<T> maker) {
      this.maker = maker;
    }

    @Override
    public synchronized T get() {
      T port = made;
      if (port == null) {
        port = maker.get();
        made = port;
      }
      return port;
    }
  }
}
