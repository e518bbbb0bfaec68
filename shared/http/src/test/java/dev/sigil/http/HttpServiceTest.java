package dev.sigil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.ConflictException;
import dev.sigil.core.store.Page;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServiceTest {
  private static final int LIMIT = 1_000;

  private final HttpService service =
      new HttpService(
          Routes.builder()
              .get("/things/special", request -> Response.ok("special"))
              .get("/things/{name}", request -> Response.ok(request.path("name")))
              .delete("/things/{name}", request -> Response.empty(204))
              .post("/things", HttpServiceTest::create)
              .post("/raw", request -> Response.ok(request.body(LIMIT).length))
              .get("/list", HttpServiceTest::list)
              .get("/public", request -> publicAnswer(request))
              .get("/fails/{how}", HttpServiceTest::fail)
              .build(OpenApiDocument.beside(HttpServiceTest.class, "test")),
          Cors.ANY_READER,
          Problem.Format.ofEnvelope(),
          new Random(1));

  private static Response create(Request request) {
    JsonBody body = request.json().only("name", "size");
    return Response.success(
        201,
        Map.of("name", body.text("name"), "size", body.optionalInteger("size", 1, 9).orElse(5)),
        "Created.");
  }

  private static Response list(Request request) {
    return Response.page(
        request
            .paging(2, 10)
            .read(
                (limit, cursor) -> {
                  if (cursor != null && !cursor.equals("next")) {
                    throw new IllegalArgumentException(cursor);
                  }
                  return new Page<>(List.of(limit), cursor == null ? "next" : null);
                }));
  }

  private static Response publicAnswer(Request request) {
    return Response.json(200, Map.of("a", 1)).cacheable(request, Duration.ofMinutes(1));
  }

  private static Response fail(Request request) {
    throw switch (request.path("how")) {
      case "sigil" -> new SigilException(ErrorCode.SCAN_BLOCKED, "No.", "Do this.");
      case "transient" -> new TransientException("db at 10.0.0.7 is away");
      case "conflict" -> new ConflictException("secretCollection", "id");
      default -> new IllegalStateException("password=hunter2");
    };
  }

  private FakeHttpResponse send(FakeHttpRequest request) {
    return FakeHttpResponse.from(service, request);
  }

  private FakeHttpResponse get(String target) {
    return send(FakeHttpRequest.of("GET", target));
  }

  @Test
  void route_matchesDecodedSegmentsInOrder() {
    assertThat(get("/things/special").json().path("data").asText()).isEqualTo("special");
    assertThat(get("/things/a%2Fb").json().path("data").asText()).isEqualTo("a/b");
    assertThat(get("/things/a/b").status()).isEqualTo(404);
  }

  @Test
  void otherMethod_answers405WithAllow() {
    FakeHttpResponse answer = send(FakeHttpRequest.of("PUT", "/things/x"));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS");
    assertThat(send(FakeHttpRequest.of("PUT", "/nothing")).status()).isEqualTo(404);
  }

  @Test
  void head_answersAsGet() {
    assertThat(send(FakeHttpRequest.of("HEAD", "/things/x")).status()).isEqualTo(200);
  }

  @Test
  void options_answersTheMethodsAndCors() {
    FakeHttpResponse answer = send(FakeHttpRequest.of("OPTIONS", "/things/x"));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET, OPTIONS");
    assertThat(send(FakeHttpRequest.of("OPTIONS", "/nothing")).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "sigil, 422, SCAN_BLOCKED",
    "transient, 503, UNAVAILABLE",
    "conflict, 409, CONFLICT",
    "surprise, 500, INTERNAL"
  })
  void failure_becomesAnErrorThatLeaksNothing(String how, int status, String code) {
    FakeHttpResponse answer = get("/fails/" + how);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().at("/error/code").asText()).isEqualTo(code);
    assertThat(answer.json().at("/error/hint").asText()).isNotBlank();
    assertThat(answer.json().path("success").asBoolean(true)).isFalse();
    assertThat(answer.json().path("requestId").asText()).isEqualTo(answer.header("X-Request-Id"));
    assertThat(answer.text()).doesNotContain("hunter2", "10.0.0.7", "secretCollection");
  }

  @Test
  void body_withinTheLimitIsRead() {
    assertThat(send(FakeHttpRequest.of("POST", "/raw").body(new byte[LIMIT])).status())
        .isEqualTo(200);
  }

  @Test
  void body_beyondTheLimitIsRefusedByItsLength() {
    FakeHttpRequest request = FakeHttpRequest.of("POST", "/raw").body(new Endless(0), LIMIT + 1);
    assertThat(send(request).status()).isEqualTo(413);
  }

  @Test
  void endlessBody_isRefusedWhileReading() {
    FakeHttpRequest request = FakeHttpRequest.of("POST", "/raw").body(new Endless(LIMIT + 1), -1);
    assertThat(send(request).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/jsonp",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16"
      })
  void otherContentType_isRefused(String type) {
    FakeHttpRequest request =
        FakeHttpRequest.of("POST", "/things").json("{\"name\":\"x\"}").header("Content-Type", type);
    assertThat(send(request).status()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"x\",\"siez\":1} | siez",
        "{\"name\":7} | name",
        "{\"name\":\" \"} | name",
        "{\"name\":\"x\",\"size\":10} | size",
        "{\"name\":\"x\",\"size\":\"1\"} | size"
      })
  void wrongField_isNamed(String body, String field) {
    FakeHttpResponse answer = send(FakeHttpRequest.of("POST", "/things").json(body));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/field").asText()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"name\":\"a\",\"name\":\"b\"}", "nul"})
  void malformedJson_isRefused(String body) {
    assertThat(send(FakeHttpRequest.of("POST", "/things").json(body)).status()).isEqualTo(400);
  }

  @Test
  void deepJson_isRefused() {
    String deep = "{\"name\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(send(FakeHttpRequest.of("POST", "/things").json(deep)).status()).isEqualTo(400);
  }

  @Test
  void paging_walksAListAndRefusesForeignCursors() {
    assertThat(get("/list").json().path("data"))
        .isEqualTo(Json.parse("{\"items\":[2],\"nextCursor\":\"next\"}"));
    assertThat(get("/list?cursor=next&limit=3").json().path("data"))
        .isEqualTo(Json.parse("{\"items\":[3]}"));
    for (String wrong :
        List.of("cursor=other", "limit=0", "limit=11", "limit=x", "limit=1&limit=2", "limit=%zz")) {
      assertThat(get("/list?" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void publicAnswer_isValidatedByItsTag() {
    FakeHttpResponse first = get("/public");
    assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=60");
    FakeHttpRequest again =
        FakeHttpRequest.of("GET", "/public")
            .header("If-None-Match", "\"x\", W/" + first.header("ETag"));
    FakeHttpResponse second = send(again);
    assertThat(second.status()).isEqualTo(304);
    assertThat(second.text()).isEmpty();
    assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
  }

  @Test
  void everyAnswer_carriesSecurityHeaders() {
    for (FakeHttpResponse answer : List.of(get("/things/x"), get("/nothing"), get("/fails/x"))) {
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }
  }

  @Test
  void requestId_isKeptOnlyWhenItIsSafe() {
    FakeHttpRequest safe = FakeHttpRequest.of("GET", "/health").header("X-Request-Id", "abc-12345");
    assertThat(send(safe).header("X-Request-Id")).isEqualTo("abc-12345");
    FakeHttpRequest forged =
        FakeHttpRequest.of("GET", "/health").header("X-Request-Id", "abc\r\nSet-Cookie: a=b");
    assertThat(send(forged).header("X-Request-Id")).matches("[0-9a-f]{16}");
  }

  @Test
  void repeatedHeader_isRefused() {
    FakeHttpRequest request =
        FakeHttpRequest.of("POST", "/things").json("{}").header("Content-Type", "a/b", "c/d");
    assertThat(send(request).status()).isEqualTo(400);
  }

  @Test
  void openApiDocument_isServedUnderBothNames() {
    assertThat(get("/openapi.json").json().path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(get("/openapi/test.json").text()).isEqualTo(get("/openapi.json").text());
  }

  /** Never ends, and fails the test when more is read than may be. */
  private static final class Endless extends InputStream {
    private int left;

    Endless(int left) {
      this.left = left;
    }

    @Override
    public int read() {
      assertThat(left--).isPositive();
      return 'x';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      left -= length;
      assertThat(left).isNotNegative();
      return length;
    }
  }
}
