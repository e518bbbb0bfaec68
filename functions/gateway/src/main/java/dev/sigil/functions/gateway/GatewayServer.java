package dev.sigil.functions.gateway;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;

/**
 * The HTTP/1.1 server in front of {@link Gateway}: bounded heads, no ambiguous framing, no
 * connection that only waits.
 */
public final class GatewayServer {
  private static final Duration IDLE_MARGIN = Duration.ofSeconds(10);

  private GatewayServer() {}

  /**
   * Listens on the configured address. Called on an event loop's context, it serves there; several
   * of one address share its connections.
   */
  public static Future<HttpServer> listen(
      Vertx vertx, GatewayConfig config, Handler<HttpServerRequest> handler) {
    HttpServerOptions options = options(config);
    return vertx
        .createHttpServer(options)
        .connectionHandler(connection -> harden(connection, options, config.headTimeout()))
        .requestHandler(handler)
        .listen();
  }

  private static HttpServerOptions options(GatewayConfig config) {
    HttpServerOptions options = new HttpServerOptions();
    Duration idle = config.responseTimeout().plus(IDLE_MARGIN);
    options
        .setHost(config.host())
        .setPort(config.port())
        .setMaxInitialLineLength(GatewayConfig.MAX_HEAD)
        .setMaxHeaderSize(GatewayConfig.MAX_HEAD)
        .setHttp2ClearTextEnabled(false)
        .setTracingPolicy(TracingPolicy.IGNORE)
        .setIdleTimeout(Math.toIntExact(idle.toSeconds()));
    return options;
  }

  private static void harden(
      HttpConnection connection, HttpServerOptions options, Duration headTimeout) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    ChannelHandler lenient = pipeline.get(VertxHttpRequestDecoder.class);
    pipeline.replace(lenient, "httpDecoder", new StrictRequestDecoder(options, headTimeout));
  }
}
