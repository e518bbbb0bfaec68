package dev.sigil.functions.gateway;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.platform.Standalone;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.System.Logger;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Executors;

/** Runs the gateway alone, over the platform on the class path. */
public final class GatewayMain {
  private static final Logger LOG = System.getLogger(GatewayMain.class.getName());

  private GatewayMain() {}

  /** Starts; the process then runs until it is told to end. */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Platform platform = Standalone.start(environment);
    SecureRandom random = new SecureRandom();
    GatewayConfig config = GatewayConfig.from(environment, random);
    GatewayPorts ports =
        new GatewayPorts(
            new Deployments(platform.documents(), platform.clock()),
            new ApiKeys(platform.documents(), platform.clock()),
            platform.instances(),
            platform.clock(),
            random,
            new TrafficCounters());
    start(config, ports);
  }

  /** Starts an event loop for each that the configuration asks for, and listens on all. */
  static Vertx start(GatewayConfig config, GatewayPorts ports) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(config.eventLoops()));
    Gateway gateway =
        new Gateway(vertx, config, ports, Executors.newVirtualThreadPerTaskExecutor());
    vertx
        .deployVerticle(
            () -> new Listener(config, gateway),
            new DeploymentOptions().setInstances(config.eventLoops()))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    LOG.log(Logger.Level.INFO, "gateway listens on {0}:{1,number,#}", config.host(), config.port());
    return vertx;
  }

  private static final class Listener extends AbstractVerticle {
    private final GatewayConfig config;
    private final Gateway gateway;

    Listener(GatewayConfig config, Gateway gateway) {
      this.config = config;
      this.gateway = gateway;
    }

    @Override
    public void start(Promise<Void> started) {
      GatewayServer.listen(vertx, config, gateway).<Void>mapEmpty().onComplete(started);
    }
  }
}
