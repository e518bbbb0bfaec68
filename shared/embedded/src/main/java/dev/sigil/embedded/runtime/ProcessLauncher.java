package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.embedded.build.LocalArtifact;
import dev.sigil.embedded.host.Directories;
import dev.sigil.embedded.log.LogSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Starts instances as processes in the best isolation that this machine allows. */
final class ProcessLauncher implements Launcher, AutoCloseable {
  private static final int PORT_ATTEMPTS = 3;

  private final RuntimeConfig config;
  private final Isolation isolation;
  private final LogSink logs;
  private final Function<DeploymentId, Map<SecretName, String>> secrets;
  private final PortAllocator ports;
  private final LaunchSite site;

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
    this.ports = new PortAllocator(random);
    ReadOnlyRoots roots =
        new ReadOnlyRoots(
            isolation.sandbox().tools().systemDirectories(),
            List.of(config.data(), Path.of(System.getProperty("user.home"))));
    this.site = new LaunchSite(config, isolation, logs, clock, ports, roots, starter);
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
    Map<SecretName, String> opened = secrets.apply(spec.secretsOf());
    LocalArtifact artifact = artifact(spec);
    int attempts = 1;
    while (true) {
      LaunchAttempt launch =
          new LaunchAttempt(site, spec, instance, artifact, opened, ports.take());
      try {
        return launch.run(cancelled);
      } catch (LaunchAttempt.PortTakenException e) {
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
}
