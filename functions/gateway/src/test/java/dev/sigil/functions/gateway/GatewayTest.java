package dev.sigil.functions.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.Scope;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  private static final String PATH = "/acme/weather/mcp";

  private final GatewayFixture fixture =
      new GatewayFixture(Map.of("SIGIL_GATEWAY_CACHE_TIME", "0.05s"));
  private final Deployment weather = fixture.deploy("weather", Visibility.PUBLIC);

  @AfterEach
  void everyLeaseWasClosedOnce() {
    await().untilAsserted(() -> assertThat(fixture.router.open()).isZero());
    assertThat(fixture.router.closedTwice).hasValue(0);
    fixture.close();
  }

  @Test
  void post_carriesBodyBothWays() throws Exception {
    fixture.instance("one", GatewayTest::echo);

    HttpResponse<String> answer = fixture.send(fixture.post(PATH + "?a=1", "{\"id\":1}"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("POST /mcp?a=1 {\"id\":1}");
    await()
        .untilAsserted(
            () ->
                assertThat(fixture.traffic.snapshot().get(weather.id()))
                    .satisfies(
                        traffic -> {
                          assertThat(traffic.requests()).isOne();
                          assertThat(traffic.requestBytes()).isEqualTo(8);
                          assertThat(traffic.responseBytes()).isEqualTo(22);
                        }));
  }

  @Test
  void largeBodies_passUnchanged() throws Exception {
    fixture.instance("one", request -> request.bodyHandler(b -> request.response().end(b)));
    String body = "0123456789abcdef".repeat(400_000);

    assertThat(fixture.send(fixture.post(PATH, body)).body()).isEqualTo(body);
  }

  @Test
  void chunkedBodies_passUnchanged() throws Exception {
    fixture.instance(
        "one",
        request -> {
          request.response().setChunked(true);
          request.handler(request.response()::write);
          request.endHandler(ignored -> request.response().end());
        });

    String answer =
        fixture.exchange(
            "POST "
                + PATH
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("hello").contains(" world");
  }

  @Test
  void notification_is202WithoutBody() throws Exception {
    fixture.instance("one", request -> request.response().setStatusCode(202).end());

    HttpResponse<String> answer = fixture.send(fixture.post(PATH, "{}"));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void headers_ofHopAndPlatformStayBehind() throws Exception {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    fixture.instance(
        "one",
        request -> {
          seen.set(MultiMap.caseInsensitiveMultiMap().addAll(request.headers()));
          request
              .response()
              .putHeader("Set-Cookie", "a=b")
              .putHeader("Access-Control-Allow-Origin", "*")
              .putHeader("Mcp-Param", "kept")
              .end("ok");
        });

    String answer =
        fixture.exchange(
            "POST "
                + PATH
                + " HTTP/1.1\r\nHost: gw.example\r\nConnection: close\r\nConnection: X-Secret-Hop\r\n"
                + "X-Secret-Hop: 1\r\nCookie: console=1\r\nX-Forwarded-For: 6.6.6.6\r\n"
                + "Authorization: Bearer upstream\r\nX-Serverless-Authorization: forged\r\n"
                + "MCP-Protocol-Version: 2025-11-25\r\nLast-Event-ID: 7\r\n"
                + "Content-Length: 2\r\n\r\n{}");

    MultiMap headers = seen.get();
    assertThat(headers.get("X-Secret-Hop")).isNull();
    assertThat(headers.get("Cookie")).isNull();
    assertThat(headers.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(headers.get("X-Forwarded-Host")).isEqualTo("gw.example");
    assertThat(headers.get("X-Forwarded-Proto")).isEqualTo("http");
    assertThat(headers.get("Authorization")).isEqualTo("Bearer upstream");
    assertThat(headers.getAll("X-Serverless-Authorization")).containsExactly("Bearer platform");
    assertThat(headers.get("MCP-Protocol-Version")).isEqualTo("2025-11-25");
    assertThat(headers.get("Last-Event-ID")).isEqualTo("7");
    assertThat(headers.get("Host")).startsWith("127.0.0.1:");
    assertThat(answer.toLowerCase(Locale.ROOT))
        .contains("mcp-param: kept", "x-content-type-options: nosniff")
        .doesNotContain("set-cookie", "access-control");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/acme/unknown/mcp",
        "/acme/weather",
        "/acme/weather/mcp/",
        "//acme/weather/mcp",
        "/acme//weather/mcp",
        "/acme/../acme/weather/mcp",
        "/acme/x/../weather/mcp",
        "/acme/./weather/mcp",
        "/acme%2fweather/mcp",
        "/acme/weather%2fmcp",
        "/acme/%77eather/mcp",
        "/acme/weather;a=1/mcp",
        "/ACME/weather/mcp",
        "/acme/weather\\..\\mcp",
        "/mcp",
        "/",
      })
  void path_thatNamesNoServer_is404(String path) throws Exception {
    String answer =
        fixture.exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404").contains("NOT_FOUND", "\"hint\"");
  }

  @Test
  void unknownServer_isJsonRpcErrorWithHint() throws Exception {
    HttpResponse<String> answer = fixture.send(fixture.post("/acme/none/mcp", "{}"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Json.parse(answer.body()))
        .isEqualTo(
            Json.parse(
                """
                {"jsonrpc":"2.0","id":null,"error":{"code":-32600,
                "message":"There is no server acme/none.","data":{"code":"NOT_FOUND",
                "hint":"Check owner and name; a private server also needs an API key of its workspace."}}}
                """));
  }

  @Test
  void unknownServer_isFoundSoonAfterItAppears() throws Exception {
    fixture.instance("one", GatewayTest::echo);
    assertThat(fixture.send(fixture.post("/acme/late/mcp", "{}")).statusCode()).isEqualTo(404);

    fixture.deploy("late", Visibility.PUBLIC);

    await()
        .untilAsserted(
            () ->
                assertThat(fixture.send(fixture.post("/acme/late/mcp", "{}")).statusCode())
                    .isEqualTo(200));
  }

  @Test
  void privateServer_asksForKeyOfItsWorkspace() throws Exception {
    fixture.deploy("secret", Visibility.PRIVATE);
    AtomicReference<@Nullable String> seen = new AtomicReference<>("never called");
    fixture.instance(
        "one",
        request -> {
          seen.set(request.getHeader("Authorization"));
          request.response().end("ok");
        });
    String path = "/acme/secret/mcp";

    HttpResponse<String> anonymous = fixture.send(fixture.post(path, "{}"));
    assertThat(anonymous.statusCode()).isEqualTo(401);
    assertThat(anonymous.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"sigil\"");
    assertThat(statusWith(path, "Bearer sgl_wrong")).isEqualTo(401);
    assertThat(statusWith(path, "Bearer other")).isEqualTo(401);
    assertThat(statusWith(path, bearer("evil", Scope.ADMIN))).isEqualTo(404);
    assertThat(statusWith(path, bearer("acme", Scope.READ))).isEqualTo(403);
    assertThat(seen).hasValue("never called");

    assertThat(statusWith(path, bearer("acme", Scope.INVOKE))).isEqualTo(200);
    assertThat(seen).hasValue(null);
  }

  @Test
  void preview_isSeenByWhoeverSeesItsServer_whateverItSaysItself() throws Exception {
    Deployment secret = fixture.deploy("secret", Visibility.PRIVATE);
    PreviewOf origin = new PreviewOf(secret.id(), 7, true);
    Deployment preview = fixture.deployments.preview(secret, origin);
    ReleaseId live = new ReleaseId(preview.id() + "-00000001");
    fixture.deployments.update(
        preview.id(), d -> d.withLive(live, Visibility.PUBLIC, d.createdAt()));
    fixture.instance("one", GatewayTest::echo);
    String path = "/acme/secret-pr-7/mcp";

    assertThat(fixture.send(fixture.post(path, "{}")).statusCode()).isEqualTo(401);
    assertThat(statusWith(path, bearer("acme", Scope.INVOKE))).isEqualTo(200);

    fixture.deployments.delete(secret);
    await()
        .untilAsserted(
            () -> assertThat(statusWith(path, bearer("acme", Scope.INVOKE))).isEqualTo(404));
  }

  @Test
  void privateServer_takesKeyBesideItsOwnCredentials() throws Exception {
    fixture.deploy("secret", Visibility.PRIVATE);
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    fixture.instance(
        "one",
        request -> {
          seen.set(MultiMap.caseInsensitiveMultiMap().addAll(request.headers()));
          request.response().end("ok");
        });

    int status =
        fixture
            .send(
                fixture
                    .post("/acme/secret/mcp", "{}")
                    .header("X-Sigil-Key", fixture.key("acme", Scope.INVOKE).value())
                    .header("Authorization", "Bearer theirs"))
            .statusCode();

    assertThat(status).isEqualTo(200);
    assertThat(seen.get().get("Authorization")).isEqualTo("Bearer theirs");
    assertThat(seen.get().get("X-Sigil-Key")).isNull();
  }

  @Test
  void revokedKey_isRefusedSoon() throws Exception {
    fixture.deploy("secret", Visibility.PRIVATE);
    fixture.instance("one", GatewayTest::echo);
    String bearer = bearer("acme", Scope.INVOKE);
    assertThat(statusWith("/acme/secret/mcp", bearer)).isEqualTo(200);

    WorkspaceId acme = GatewayFixture.ACME;
    String id = fixture.keys.list(acme, 10, null).items().getFirst().id();
    fixture.keys.revoke(acme, id);

    await().untilAsserted(() -> assertThat(statusWith("/acme/secret/mcp", bearer)).isEqualTo(401));
  }

  @Test
  void publicServer_neverSeesPlatformKey() throws Exception {
    AtomicReference<@Nullable String> seen = new AtomicReference<>("never called");
    fixture.instance(
        "one",
        request -> {
          seen.set(request.getHeader("Authorization"));
          request.response().end("ok");
        });

    assertThat(statusWith(PATH, bearer("acme", Scope.INVOKE))).isEqualTo(200);
    assertThat(seen).hasValue(null);
  }

  @Test
  void deletedServer_is404() throws Exception {
    fixture.deployments.update(
        weather.id(), d -> d.withState(Deployment.State.DELETING, d.createdAt()));

    assertThat(fixture.send(fixture.post(PATH, "{}")).statusCode()).isEqualTo(404);
  }

  @Test
  void routerRefusals_keepTheirStatus() throws Exception {
    fixture.router.refusal = new SigilException(ErrorCode.UNAVAILABLE, "This server is paused.");
    HttpResponse<String> paused = fixture.send(fixture.post(PATH, "{}"));
    assertThat(paused.statusCode()).isEqualTo(503);
    assertThat(paused.headers().firstValue("Retry-After")).contains("1");
    assertThat(paused.body()).contains("This server is paused.", "-32603");

    fixture.router.refusal = new SigilException(ErrorCode.RATE_LIMITED, "Too many requests.");
    assertThat(fixture.send(fixture.post(PATH, "{}")).statusCode()).isEqualTo(429);
  }

  @Test
  void otherMethods_are405() throws Exception {
    HttpResponse<String> answer =
        fixture.send(
            HttpRequest.newBuilder(fixture.uri(PATH))
                .method("PUT", HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, POST, DELETE, OPTIONS");
  }

  @Test
  void health_isOk() throws Exception {
    assertThat(fixture.send(HttpRequest.newBuilder(fixture.uri("/health"))).body())
        .isEqualTo("{\"status\":\"ok\"}");
  }

  private String bearer(String workspace, Scope scope) {
    return "Bearer " + fixture.key(workspace, scope).value();
  }

  private int statusWith(String path, String authorization) throws Exception {
    return fixture
        .send(fixture.post(path, "{}").header("Authorization", authorization))
        .statusCode();
  }

  static void echo(HttpServerRequest request) {
    request.bodyHandler(
        body -> request.response().end(request.method() + " " + request.uri() + " " + body));
  }
}
