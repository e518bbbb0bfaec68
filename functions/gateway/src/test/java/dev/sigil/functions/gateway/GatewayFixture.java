package dev.sigil.functions.gateway;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Scope;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.store.MemoryDocumentStore;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A gateway on a free port, before instances that the test scripts. */
final class GatewayFixture implements AutoCloseable {
  static final WorkspaceId ACME = new WorkspaceId("acme");

  final Vertx vertx;
  final Deployments deployments;
  final ApiKeys keys;
  final ScriptedRouter router = new ScriptedRouter();
  final TrafficCounters traffic = new TrafficCounters();
  final SecureRandom random = new SecureRandom();
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final MemoryDocumentStore store = new MemoryDocumentStore();
  final int port;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  GatewayFixture(Map<String, String> variables) {
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
    InstantSource clock = InstantSource.system();
    deployments = new Deployments(store, clock);
    keys = new ApiKeys(store, clock);
    port = open(variables);
  }

  /** Another gateway over the same servers. */
  int open(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(Map.of("SIGIL_GATEWAY_PORT", "0"));
    all.putAll(variables);
    GatewayConfig config = GatewayConfig.from(all, random);
    GatewayPorts ports =
        new GatewayPorts(deployments, keys, router, InstantSource.system(), random, traffic);
    Gateway gateway = new Gateway(vertx, config, ports, blocking);
    return await(GatewayServer.listen(vertx, config, gateway)).actualPort();
  }

  Deployment deploy(String name, Visibility visibility) {
    Deployment created =
        deployments.ensure(
            ACME,
            new ServerName(name),
            new Repository("https://github.com/acme/" + name),
            "main",
            "");
    ReleaseId live = new ReleaseId(created.id() + "-00000001");
    return deployments
        .update(created.id(), d -> d.withLive(live, visibility, d.createdAt()))
        .orElseThrow();
  }

  ApiToken key(String workspace, Scope... scopes) {
    ApiToken token = ApiToken.random(random);
    keys.add(token, new WorkspaceId(workspace), "test", Set.of(scopes), null);
    return token;
  }

  /** Starts an instance that answers as {@code handler} says. */
  HttpServer instance(String name, Handler<HttpServerRequest> handler) {
    HttpServer server =
        await(
            vertx
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(handler)
                .listen());
    router.add(name, URI.create("http://127.0.0.1:" + server.actualPort() + "/mcp"));
    return server;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(uri(path))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A connection on which the test writes bytes itself. */
  Socket connect(String bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(5000);
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** What is answered to these bytes until the connection is closed. */
  String exchange(String bytes) throws IOException {
    try (Socket socket = connect(bytes)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    client.shutdownNow();
    await(vertx.close());
    blocking.close();
  }
}
