package dev.sigil.embedded.runtime;

import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.testkit.deploy.RuntimeFixture;
import dev.sigil.testkit.store.MemoryDocumentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A runtime on real processes, with times so short that tests can wait for them. */
final class ProcessFixture implements RuntimeFixture {
  static final RuntimeSettings QUICK =
      new RuntimeSettings(
          Duration.ofMillis(1_500),
          Duration.ofMillis(300),
          100,
          Duration.ofMillis(200),
          Duration.ofSeconds(3),
          Duration.ofMinutes(1),
          Duration.ofMillis(300),
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          Duration.ofSeconds(2),
          3);

  final Programs programs;
  final RecordingLogs logs = new RecordingLogs();
  final Map<SecretName, String> secrets = new HashMap<>();
  final SortedMap<String, String> environment = new TreeMap<>();
  final DocumentStore store = new MemoryDocumentStore();
  final Path data;
  final RuntimeConfig config;
  final HttpClient http = HttpClient.newHttpClient();
  private ProcessServerRuntime runtime;

  ProcessFixture(Path directory, boolean bubblewrap) {
    this(directory, bubblewrap, QUICK);
  }

  ProcessFixture(Path directory, boolean bubblewrap, RuntimeSettings settings) {
    programs = new Programs(directory.resolve("artifacts"));
    data = directory.resolve("runtime");
    config =
        new RuntimeConfig(
            data,
            directory.resolve("artifacts"),
            Path.of(System.getProperty("sigil.bridge", "/nonexistent/bridge.jar")),
            Path.of(System.getProperty("java.home"), "bin", "java"),
            bubblewrap,
            settings);
    runtime = open();
  }

  ProcessServerRuntime open() {
    return new ProcessServerRuntime(
        config, store, logs, id -> Map.copyOf(secrets), InstantSource.system(), new Random(7));
  }

  /** As after a crash of the platform: a second runtime opens what the first has not closed. */
  ProcessServerRuntime reopen() {
    runtime = open();
    return runtime;
  }

  @Override
  public ProcessServerRuntime runtime() {
    return runtime;
  }

  @Override
  public ProcessServerRuntime router() {
    return runtime;
  }

  @Override
  public ServerSpec spec(
      DeploymentId deployment, int number, Scaling scaling, Behaviour behaviour) {
    return switch (behaviour) {
      case SERVES ->
          spec(deployment, number, scaling, programs.answering("'release " + number + "'"));
      case EXITS ->
          spec(
              deployment,
              number,
              scaling,
              programs.python("import sys; sys.exit('no such module')"));
      case NEVER_LISTENS ->
          spec(deployment, number, scaling, programs.python("import time; time.sleep(600)"));
      case LACKS_SECRET ->
          RuntimeFixture.httpServer(
              deployment,
              number,
              programs.answering("''"),
              List.of("unused"),
              environment,
              List.of(new SecretRequirement(new SecretName("API_TOKEN"), "", true)),
              scaling);
    };
  }

  ServerSpec spec(DeploymentId deployment, int number, Scaling scaling, Artifact artifact) {
    return RuntimeFixture.httpServer(
        deployment, number, artifact, List.of("unused"), environment, List.of(), scaling);
  }

  /** Creates and promotes. */
  void serve(ServerSpec spec) {
    runtime.create(spec);
    runtime.promote(spec.deployment(), spec.release(), spec.number());
  }

  String get(DeploymentId deployment) {
    try (Lease lease = lease(deployment)) {
      return get(lease.endpoint());
    }
  }

  Lease lease(DeploymentId deployment) {
    return runtime
        .acquire(deployment, null)
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  String get(URI uri) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    runtime.close();
    http.close();
  }
}
