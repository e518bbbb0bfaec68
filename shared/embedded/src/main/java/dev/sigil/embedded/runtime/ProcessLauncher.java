package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.embedded.build.LocalArtifact;
import dev.sigil.embedded.host.Directories;
import dev.sigil.embedded.host.ProcessTree;
import dev.sigil.embedded.log.LogPump;
import dev.sigil.embedded.log.LogSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Starts instances as processes in the best isolation that this machine allows. */
final class ProcessLauncher implements Launcher, AutoCloseable {
  private static final int PORT_ATTEMPTS = 3;
  private static final int PUMP_STACK = 64 * 1024;

  private final RuntimeConfig config;
  private final Isolation isolation;
  private final LogSink logs;
  private final Function<DeploymentId, Map<SecretName, String>> secrets;
  private final InstantSource clock;
  private final PortAllocator ports;
  private final ReadOnlyRoots roots;

  /*
   * Bubblewrap's processes die with the thread that started them, so this one lives as long as the
   * platform does.
   */
  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("server-starter").factory());

  private ProcessLauncher(
      RuntimeConfig config,
      Isolation isolation,
      LogSink logs,
      Function<DeploymentId, Map<SecretName, String>> secrets,
      InstantSource clock,
      RandomGenerator random) {
    this.config = config;
    this.isolation = isolation;
    this.logs = logs;
    this.secrets = secrets;
    this.clock = clock;
    this.ports = new PortAllocator(random);
    this.roots =
        new ReadOnlyRoots(
            isolation.sandbox().tools().systemDirectories(),
            List.of(config.data(), Path.of(System.getProperty("user.home"))));
  }

  /** Finds out what the machine allows, and ends what an earlier run left. */
  static ProcessLauncher open(
      RuntimeConfig config,
      LogSink logs,
      Function<DeploymentId, Map<SecretName, String>> secrets,
      InstantSource clock,
      RandomGenerator random) {
    try {
      Directories.make(config.data());
      Directories.make(config.serverData());
      Isolation isolation = Isolation.detect(config);
      new OrphanSweep(config, isolation.groups()).run();
      return new ProcessLauncher(config, isolation, logs, secrets, clock, random);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String isolation() {
    return isolation.name();
  }

  List<String> isolationReport() {
    return isolation.report();
  }

  /** Removes what a deployment's instances kept and wrote. */
  void forget(DeploymentId deployment) {
    logs.deleteAll(deployment);
    try {
      Directories.delete(config.serverData().resolve(deployment.value()));
    } catch (IOException e) {
      throw new TransientException("the data of " + deployment + " could not be removed", e);
    }
  }

  @Override
  public void close() {
    starter.close();
    isolation.groups().close();
  }

  @Override
  public Running launch(ServerSpec spec, String instance, BooleanSupplier cancelled) {
    Map<SecretName, String> opened = secrets.apply(spec.deployment());
    LocalArtifact artifact = artifact(spec);
    int attempts = 1;
    while (true) {
      Attempt launch = new Attempt(spec, instance, artifact, opened, ports.take());
      try {
        return launch.run(cancelled);
      } catch (PortTakenException e) {
        attempts++;
        if (attempts > PORT_ATTEMPTS) {
          throw new TransientException("every port tried was taken meanwhile", e);
        }
      } catch (IOException e) {
        throw new TransientException("the server could not be started", e);
      }
    }
  }

  private LocalArtifact artifact(ServerSpec spec) {
    try {
      return LocalArtifact.open(config.artifacts(), spec.artifact());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new SigilException(
          ErrorCode.START_FAILED, "What was built is not on this machine any more.", e);
    }
  }

  /** Another program took the port between its choice and its use. */
  private static final class PortTakenException extends Exception {}

  /** A process and where it listens. */
  private record Listening(ServerProcess process, URI endpoint) implements Running {
    @Override
    public CompletionStage<String> ended() {
      return process.ended();
    }

    @Override
    public void stop() {
      process.stop();
    }
  }

  /** One try to start an instance on one port. */
  private final class Attempt {
    private final ServerSpec spec;
    private final String instance;
    private final LocalArtifact artifact;
    private final Map<SecretName, String> secrets;
    private final int port;
    private final Path directory;
    private final Limits limits;

    Attempt(
        ServerSpec spec,
        String instance,
        LocalArtifact artifact,
        Map<SecretName, String> secrets,
        int port) {
      this.spec = spec;
      this.instance = instance;
      this.artifact = artifact;
      this.secrets = secrets;
      this.port = port;
      this.directory = config.instances().resolve(instance);
      this.limits = Limits.of(spec.plan());
    }

    Running run(BooleanSupplier cancelled) throws IOException, PortTakenException {
      Optional<ControlGroup> group = Optional.empty();
      ServerProcess server;
      InstanceLog log =
          new InstanceLog(logs.open(spec.release(), Source.SERVER), Redaction.of(secrets));
      try {
        group = isolation.groups().create(instance, limits);
        Confinement confinement = confinement(group);
        prepare(confinement);
        server = start(confinement, group, log);
      } catch (IOException | RuntimeException e) {
        group.ifPresent(ControlGroup::destroy);
        cleanUp(log);
        throw e;
      }
      return awaitReady(server, log, cancelled);
    }

    private Confinement confinement(Optional<ControlGroup> group) throws IOException {
      boolean wrapped = isolation.sandbox().bubblewrap();
      Path data = Directories.make(config.serverData().resolve(spec.deployment().value()));
      SortedMap<String, String> environment =
          InstanceEnvironment.of(
              spec,
              artifact,
              secrets,
              wrapped ? Sandbox.HOME : directory.resolve("home").toString(),
              wrapped ? "/tmp" : directory.resolve("tmp").toString(),
              wrapped ? Sandbox.DATA : data.toString(),
              port);
      return new Confinement(
          directory,
          artifact.files(),
          artifact.folder(),
          data,
          roots.of(
              artifact, bridged() ? List.of(config.javaHome(), config.bridgeJar()) : List.of()),
          group.map(ControlGroup::directories).orElse(List.of()),
          limits,
          environment,
          command());
    }

    private boolean bridged() {
      return spec.plan().needsBridge();
    }

    private List<String> command() {
      return bridged()
          ? new BridgeCommand(config).of(spec.plan(), artifact.start(), port)
          : artifact.start();
    }

    private void prepare(Confinement confinement) throws IOException {
      Directories.make(directory);
      Directories.make(confinement.copy());
      Sandbox sandbox = isolation.sandbox();
      if (sandbox.overlay()) {
        Directories.make(confinement.layer());
      } else {
        Directories.copy(confinement.program(), confinement.copy());
      }
      if (!sandbox.bubblewrap()) {
        Directories.make(confinement.home());
        Directories.make(confinement.temporary());
      }
    }

    private ServerProcess start(
        Confinement confinement, Optional<ControlGroup> group, InstanceLog log) throws IOException {
      Sandbox sandbox = isolation.sandbox();
      ProcessBuilder builder = new ProcessBuilder(sandbox.command(confinement));
      builder.environment().clear();
      builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
      builder.directory(directory.toFile());
      if (!sandbox.bubblewrap()) {
        builder.environment().putAll(confinement.environment());
        builder.directory(confinement.copy().resolve(confinement.folder()).toFile());
      }
      builder.environment().put(OrphanSweep.MARKER, config.data().toString());
      Process process = Futures.await(CompletableFuture.supplyAsync(() -> spawn(builder), starter));
      List<Thread> pumps =
          List.of(
              pump("stdout", process.getInputStream(), log),
              pump("stderr", process.getErrorStream(), log));
      ServerProcess server =
          new ServerProcess(
              process,
              sandbox.bubblewrap(),
              config.settings().stopGrace(),
              group,
              limits,
              pumps,
              () -> cleanUp(log));
      try {
        remember(process, confinement);
        tell(process, sandbox.bubblewrap() ? sandbox.arguments(confinement) : new byte[0]);
      } catch (IOException e) {
        server.stop();
        throw e;
      }
      return server;
    }

    private static Process spawn(ProcessBuilder builder) {
      try {
        return builder.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void remember(Process process, Confinement confinement) throws IOException {
      String startTime = ProcessTree.startTime(process.pid()).orElse("");
      List<String> groups = confinement.controlGroups().stream().map(Path::toString).toList();
      new InstanceRecord(process.pid(), startTime, groups).write(directory);
    }

    /* A process that ended already closed its side; what it said tells why. */
    private static void tell(Process process, byte[] input) throws IOException {
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException e) {
        if (process.isAlive()) {
          throw e;
        }
      }
    }

    private Thread pump(String stream, InputStream in, InstanceLog log) {
      LogPump pump = new LogPump(in, clock, text -> log.line(stream, text), log::remark);
      Thread thread = new Thread(null, pump, "server-log-" + instance + "-" + stream, PUMP_STACK);
      thread.setDaemon(true);
      thread.start();
      return thread;
    }

    private Running awaitReady(ServerProcess server, InstanceLog log, BooleanSupplier cancelled)
        throws PortTakenException {
      Optional<String> address =
          Readiness.await(
              port,
              config.settings().startTimeout(),
              server::holds,
              () -> !server.alive() || cancelled.getAsBoolean());
      if (address.isPresent() && server.alive()) {
        return new Listening(server, endpoint(address.get()));
      }
      boolean stolen = !server.alive() && !ports.free(port);
      RuntimeException failure = failure(server, log, cancelled);
      log.remark("The instance did not start: " + String.valueOf(failure.getMessage()));
      server.stop();
      if (stolen) {
        throw new PortTakenException();
      }
      throw failure;
    }

    private URI endpoint(String address) {
      String host = address.contains(":") ? "[" + address + "]" : address;
      return URI.create("http://" + host + ":" + port + spec.plan().path());
    }

    private RuntimeException failure(
        ServerProcess server, InstanceLog log, BooleanSupplier cancelled) {
      if (cancelled.getAsBoolean()) {
        return new TransientException("the instance was stopped while it started");
      }
      if (!server.alive()) {
        String how = server.howItEnded();
        server.awaitOutput();
        return new SigilException(
            ErrorCode.START_FAILED,
            "The server ended before it listened (" + how + ")." + quote(log));
      }
      return new SigilException(
          ErrorCode.HANDSHAKE_TIMEOUT,
          "Nothing listened on the port in PORT within "
              + config.settings().startTimeout().toMillis() / 1_000.0
              + " s."
              + quote(log));
    }

    private static String quote(InstanceLog log) {
      String tail = log.tail();
      return tail.isEmpty() ? " It wrote nothing." : " It wrote last:\n" + tail;
    }

    private void cleanUp(InstanceLog log) {
      log.close();
      Directories.deleteQuietly(directory);
      ports.release(port);
    }
  }
}
