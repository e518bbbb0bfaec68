package dev.sigil.embedded;

import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.ReconcileTick;
import dev.sigil.core.event.Topic;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.platform.Indexes;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.MigratingDocumentStore;
import dev.sigil.core.store.Schema;
import dev.sigil.embedded.build.LocalImageBuilder;
import dev.sigil.embedded.event.DeliveryPolicy;
import dev.sigil.embedded.event.SqliteEventQueue;
import dev.sigil.embedded.host.HostTools;
import dev.sigil.embedded.log.FileLogReader;
import dev.sigil.embedded.log.LogFiles;
import dev.sigil.embedded.runtime.ProcessServerRuntime;
import dev.sigil.embedded.runtime.ServerRoutes;
import dev.sigil.embedded.schedule.Scheduler;
import dev.sigil.embedded.secret.TinkSecretVault;
import dev.sigil.embedded.source.GitSourceFetcher;
import dev.sigil.embedded.store.Database;
import dev.sigil.embedded.store.SqliteDocumentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every port on one machine, all state below one directory. Functions subscribe before {@link
 * #start}, which takes up whatever a former process left unfinished.
 */
public final class EmbeddedPlatform implements Platform {
  private final InstantSource clock = InstantSource.system();
  private final Database database;
  private final DocumentStore documents;
  private final SqliteEventQueue events;
  private final TinkSecretVault secrets;
  private final RemoteHost remote;
  private final GitSourceFetcher git;
  private final SourceFetcher sources;
  private final LocalImageBuilder builds;
  private final ProcessServerRuntime servers;
  private final FileLogReader logs;
  private final Scheduler scheduler;

  private EmbeddedPlatform(EmbeddedConfig config, Function<InstantSource, RemoteHost> elsewhere)
      throws IOException {
    SecureRandom random = new SecureRandom();
    Path data = config.data();
    LogFiles sink = new LogFiles(data.resolve("logs"), clock);
    this.database = Database.open(data);
    this.documents =
        new MigratingDocumentStore(new SqliteDocumentStore(database, indexes()), Schema.CURRENT);
    this.events = new SqliteEventQueue(database, clock, random);
    this.secrets = TinkSecretVault.open(documents, data.resolve("secrets.key"), clock);
    this.git = new GitSourceFetcher(config.temporary());
    this.remote = elsewhere.apply(clock);
    this.sources = remote.sources().apply(git);
    this.builds =
        new LocalImageBuilder(
            config.builds(), HostTools.detect(), documents, sources, events, sink, clock);
    this.servers =
        new ProcessServerRuntime(config.runtime(), documents, sink, secrets::open, clock, random);
    this.logs = new FileLogReader(data.resolve("logs"));
    this.scheduler = new Scheduler(events, clock, List.of(reconcileTick()));
  }

  private static Scheduler.Tick reconcileTick() {
    return new Scheduler.Tick(Topic.RECONCILE_TICK.period().orElseThrow(), ReconcileTick::new);
  }

  /** As the other, without a code host. */
  public static EmbeddedPlatform open(EmbeddedConfig config) {
    return open(config, clock -> RemoteHost.NONE);
  }

  /**
   * Opens the platform's state; nothing is delivered or built before {@link #start}.
   *
   * @param remote makes the code host, over the platform's clock
   */
  public static EmbeddedPlatform open(
      EmbeddedConfig config, Function<InstantSource, RemoteHost> remote) {
    try {
      return new EmbeddedPlatform(config, remote);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Subscribes a function to its topics, under a name that outlives the process. */
  public void subscribe(String name, EventFunction function) {
    events.subscribe(name, function, DeliveryPolicy.DEFAULT);
  }

  public void start() {
    events.start();
    builds.resume();
    scheduler.start();
  }

  /** How servers are kept apart on this machine, and what they are not kept from, a line each. */
  public List<String> isolation() {
    return Stream.concat(
            Stream.of("servers are kept apart by " + servers.isolation() + "."),
            servers.isolationReport().stream())
        .toList();
  }

  @Override
  public DocumentStore documents() {
    return documents;
  }

  @Override
  public EventPublisher events() {
    return events;
  }

  @Override
  public SourceFetcher sources() {
    return sources;
  }

  @Override
  public ImageBuilder builds() {
    return builds;
  }

  @Override
  public ServerRuntime servers() {
    return servers;
  }

  @Override
  public InstanceRouter instances() {
    return servers;
  }

  @Override
  public SecretVault secrets() {
    return secrets;
  }

  @Override
  public LogReader logs() {
    return logs;
  }

  @Override
  public CodeHost codeHost() {
    return remote.codeHost();
  }

  @Override
  public HookDeliveries hookDeliveries() {
    return remote.deliveries();
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void close() {
    scheduler.close();
    builds.close();
    events.close();
    servers.close();
    git.close();
    database.close();
  }

  private static List<Index> indexes() {
    return Stream.of(
            Indexes.ALL,
            LocalImageBuilder.INDEXES,
            List.of(ServerRoutes.ALL),
            List.of(TinkSecretVault.BY_DEPLOYMENT))
        .flatMap(List::stream)
        .toList();
  }
}
