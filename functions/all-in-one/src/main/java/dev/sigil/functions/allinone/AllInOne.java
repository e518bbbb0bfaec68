package dev.sigil.functions.allinone;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.embedded.EmbeddedConfig;
import dev.sigil.embedded.EmbeddedPlatform;
import dev.sigil.functions.buildtrigger.BuildTriggerConfig;
import dev.sigil.functions.buildtrigger.BuildTriggerFunction;
import dev.sigil.functions.consoleapi.ConsoleApiConfig;
import dev.sigil.functions.consoleapi.ConsoleApiFunction;
import dev.sigil.functions.deploycompletion.DeployCompletionConfig;
import dev.sigil.functions.deploycompletion.DeployCompletionFunction;
import dev.sigil.functions.deploycompletion.Reconciliation;
import dev.sigil.functions.gateway.Gateway;
import dev.sigil.functions.gateway.GatewayConfig;
import dev.sigil.functions.gateway.GatewayPorts;
import dev.sigil.functions.gateway.GatewayServer;
import dev.sigil.functions.gateway.TrafficCounters;
import dev.sigil.functions.registryapi.RegistryApiConfig;
import dev.sigil.functions.registryapi.RegistryApiFunction;
import dev.sigil.functions.scanjob.ScanJobConfig;
import dev.sigil.functions.scanjob.ScanJobFunction;
import dev.sigil.functions.webhook.GithubWebhookConfig;
import dev.sigil.functions.webhook.GithubWebhookFunction;
import dev.sigil.github.GitHubConfig;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Every function in one process, on one port: the classes that run on Google Cloud, with this
 * machine beneath them.
 */
public final class AllInOne implements AutoCloseable {
  private static final Logger LOG = System.getLogger(AllInOne.class.getName());

  private final EmbeddedPlatform platform;
  private final ExecutorService threads;
  private final Vertx vertx;

  private AllInOne(EmbeddedPlatform platform, ExecutorService threads, Vertx vertx) {
    this.platform = platform;
    this.threads = threads;
    this.vertx = vertx;
  }

  /**
   * Starts everything and returns when requests are answered.
   *
   * @param environment the process's variables
   * @throws dev.sigil.core.ConfigException when one of them is missing or wrong
   */
  public static AllInOne start(Map<String, String> environment) {
    AllInOneConfig config = AllInOneConfig.from(environment);
    EmbeddedConfig embedded = EmbeddedConfig.from(environment);
    GitHubConfig github = GitHubConfig.from(environment);
    EmbeddedPlatform platform =
        EmbeddedPlatform.open(embedded, clock -> GitHub.of(github, embedded.temporary(), clock));
    SecureRandom random = new SecureRandom();
    FirstStart first = new FirstStart(embedded.data(), random);
    Map<String, String> variables = complete(environment, config, first);
    subscribe(platform, variables);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    GatewayConfig gateway = GatewayConfig.from(variables, random);
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(gateway.eventLoops()));
    AllInOne started = new AllInOne(platform, threads, vertx);
    ApiKeys keys = new ApiKeys(platform.documents(), platform.clock());
    Object tokenFile = first.adminToken(keys, new WorkspaceId(AllInOneConfig.WORKSPACE));
    platform.start();
    Reconciliation.on(platform, DeployCompletionConfig.from(variables)).runAtStart();
    started.listen(gateway, started.frontDoor(variables, gateway, keys, random));
    platform.isolation().forEach(line -> LOG.log(Level.INFO, line));
    LOG.log(Level.INFO, "Sigil answers at {0}; its token is in {1}", config.publicUrl(), tokenFile);
    return started;
  }

  /* What several functions read, set once here unless the operator did. */
  private static Map<String, String> complete(
      Map<String, String> environment, AllInOneConfig config, FirstStart first) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putIfAbsent("SIGIL_WORKSPACE", AllInOneConfig.WORKSPACE);
    variables.put("SIGIL_PUBLIC_URL", config.publicUrl());
    variables.put("SIGIL_GATEWAY_HOST", config.host());
    variables.put("SIGIL_GATEWAY_PORT", Integer.toString(config.port()));
    variables.computeIfAbsent("SIGIL_GATEWAY_SESSION_KEY", name -> first.sessionKey());
    variables.computeIfAbsent("SIGIL_SESSION_KEYS", name -> first.consoleSessionKey());
    variables.computeIfAbsent("SIGIL_GITHUB_WEBHOOK_SECRET", name -> first.webhookSecret());
    return variables;
  }

  private static void subscribe(EmbeddedPlatform platform, Map<String, String> variables) {
    platform.subscribe("scan-job", ScanJobFunction.on(platform, ScanJobConfig.from(variables)));
    platform.subscribe(
        "build-trigger", BuildTriggerFunction.on(platform, BuildTriggerConfig.from(variables)));
    platform.subscribe(
        "deploy-completion",
        DeployCompletionFunction.on(platform, DeployCompletionConfig.from(variables)));
  }

  private FrontDoor frontDoor(
      Map<String, String> variables, GatewayConfig config, ApiKeys keys, SecureRandom random) {
    FunctionHost webhook =
        new FunctionHost(
            vertx,
            new GithubWebhookFunction(platform, GithubWebhookConfig.from(variables)),
            threads);
    FunctionHost registry =
        new FunctionHost(
            vertx, new RegistryApiFunction(platform, RegistryApiConfig.from(variables)), threads);
    FunctionHost console =
        new FunctionHost(
            vertx, new ConsoleApiFunction(platform, ConsoleApiConfig.from(variables)), threads);
    GatewayPorts ports =
        new GatewayPorts(
            new Deployments(platform.documents(), platform.clock()),
            keys,
            platform.instances(),
            platform.clock(),
            random,
            new TrafficCounters());
    return new FrontDoor(
        Map.of("github-webhook", webhook, "registry-api", registry, "console-api", console),
        new Gateway(vertx, config, ports, threads));
  }

  private void listen(GatewayConfig config, Handler<HttpServerRequest> door) {
    vertx
        .deployVerticle(
            () -> new Listener(config, door),
            new DeploymentOptions().setInstances(config.eventLoops()))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** Stops taking requests, then everything that runs. */
  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    threads.shutdownNow();
    platform.close();
  }

  private static final class Listener extends AbstractVerticle {
    private final GatewayConfig config;
    private final Handler<HttpServerRequest> door;

    Listener(GatewayConfig config, Handler<HttpServerRequest> door) {
      this.config = config;
      this.door = door;
    }

    @Override
    public void start(Promise<Void> started) {
      GatewayServer.listen(vertx, config, door).<Void>mapEmpty().onComplete(started);
    }
  }
}
