package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.secret.SecretName;
import dev.sigil.embedded.build.LocalArtifact;
import dev.sigil.embedded.host.Directories;
import dev.sigil.embedded.host.ProcessTree;
import dev.sigil.embedded.runtime.Launcher.Running;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** One try to start an instance on one port. */
final class LaunchAttempt {
  /** Another program took the port between its choice and its use. */
  static final class PortTakenException extends Exception {}

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

  private final LaunchSite site;
  private final ServerSpec spec;
  private final String instance;
  private final LocalArtifact artifact;
  private final Map<SecretName, String> secrets;
  private final int port;
  private final Path directory;
  private final Limits limits;

  LaunchAttempt(
      LaunchSite site,
      ServerSpec spec,
      String instance,
      LocalArtifact artifact,
      Map<SecretName, String> secrets,
      int port) {
    this.site = site;
    this.spec = spec;
    this.instance = instance;
    this.artifact = artifact;
    this.secrets = secrets;
    this.port = port;
    this.directory = site.config().instances().resolve(instance);
    this.limits = Limits.of(spec.plan());
  }

  Running run(BooleanSupplier cancelled) throws IOException, PortTakenException {
    Optional<ControlGroup> group = Optional.empty();
    ServerProcess server;
    InstanceLog log =
        new InstanceLog(site.logs().open(spec.release(), Source.SERVER), Redaction.of(secrets));
    try {
      group = site.isolation().groups().create(instance, limits);
      Confinement confinement = confinement(group);
      confinement.prepare(site.isolation().sandbox());
      server = start(confinement, group, log);
    } catch (IOException | RuntimeException e) {
      group.ifPresent(ControlGroup::destroy);
      cleanUp(log);
      throw e;
    }
    return awaitReady(server, log, cancelled);
  }

  private Confinement confinement(Optional<ControlGroup> group) throws IOException {
    boolean wrapped = site.isolation().sandbox().bubblewrap();
    Path data = Directories.make(site.config().serverData().resolve(spec.deployment().value()));
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
        site.roots()
            .of(
                artifact,
                bridged()
                    ? List.of(site.config().javaHome(), site.config().bridgeJar())
                    : List.of()),
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
        ? new BridgeCommand(site.config()).of(spec.plan(), artifact.start(), port)
        : artifact.start();
  }

  private ServerProcess start(
      Confinement confinement, Optional<ControlGroup> group, InstanceLog log) throws IOException {
    Sandbox sandbox = site.isolation().sandbox();
    ProcessBuilder builder = new ProcessBuilder(sandbox.command(confinement));
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    builder.directory(directory.toFile());
    if (!sandbox.bubblewrap()) {
      builder.environment().putAll(confinement.environment());
      builder.directory(confinement.copy().resolve(confinement.folder()).toFile());
    }
    builder.environment().put(OrphanSweep.MARKER, site.config().data().toString());
    Process process =
        Futures.await(CompletableFuture.supplyAsync(() -> spawn(builder), site.starter()));
    List<Thread> pumps =
        List.of(
            log.pump("stdout", process.getInputStream(), site.clock(), instance),
            log.pump("stderr", process.getErrorStream(), site.clock(), instance));
    ServerProcess server =
        new ServerProcess(
            process,
            sandbox.bubblewrap(),
            site.config().settings().stopGrace(),
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

  private Running awaitReady(ServerProcess server, InstanceLog log, BooleanSupplier cancelled)
      throws PortTakenException {
    Optional<String> address =
        Readiness.await(
            port,
            site.config().settings().startTimeout(),
            server::holds,
            () -> !server.alive() || cancelled.getAsBoolean());
    if (address.isPresent() && server.alive()) {
      return new Listening(server, endpoint(address.get()));
    }
    boolean stolen = !server.alive() && !site.ports().free(port);
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
            + site.config().settings().startTimeout().toMillis() / 1_000.0
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
    site.ports().release(port);
  }
}
