package dev.sigil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.PersonId;
import dev.sigil.core.account.Role;
import dev.sigil.core.account.Scope;
import dev.sigil.core.account.Session;
import dev.sigil.core.account.Sessions;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserSessionsTest {
  private static final String ORIGIN = "https://sigil.example";
  private static final WorkspaceId HOME = new WorkspaceId("ada");
  private static final WorkspaceId ACME = new WorkspaceId("acme");
  private static final Person ADA =
      new Person(new PersonId("github.com~1"), "Ada", "Ada Lovelace", HOME);

  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final Sessions sessions = new Sessions(store, clock, new Random(1));
  private final Members members = new Members(store, clock);
  private final HttpService service = service(ORIGIN, key("one"));

  private static HmacSha256 key(String text) {
    return new HmacSha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpService service(String url, HmacSha256... keys) {
    BrowserSessions browsers = new BrowserSessions(sessions, URI.create(url), List.of(keys), clock);
    Authenticator authenticator =
        new Authenticator(new ApiKeys(store, clock), members, browsers::find);
    Routes routes =
        Routes.builder()
            .post("/in", request -> Response.ok(browsers.start(request, ADA).id()))
            .post(
                "/out",
                request -> {
                  browsers.end(request, authenticator.person(request));
                  return Response.ok("out");
                })
            .get("/mine", request -> workspace(authenticator.require(request, Scope.READ)))
            .get("/owned", request -> workspace(authenticator.require(request, Scope.ADMIN)))
            .post("/mine", request -> workspace(authenticator.require(request, Scope.READ)))
            .get("/of/{workspace}", request -> workspace(authenticator.authenticate(request)))
            .build(OpenApiDocument.beside(BrowserSessionsTest.class, "test"));
    return new HttpService(routes, Cors.SAME_ORIGIN, Problem.Format.ofEnvelope(), new Random(1));
  }

  private static Response workspace(Sender sender) {
    return Response.ok(sender.principal().workspace());
  }

  @BeforeEach
  void placesOfAda() {
    members.follow(ADA, Map.of(HOME, Role.OWNER, ACME, Role.VIEWER));
  }

  private String signIn() {
    return cookie(FakeHttpResponse.from(service, FakeHttpRequest.of("POST", "/in")));
  }

  private static String cookie(FakeHttpResponse answer) {
    return answer.header("Set-Cookie").replaceAll(";.*", "");
  }

  private FakeHttpResponse send(String method, String path, String cookie, String... headers) {
    return send(service, method, path, cookie, headers);
  }

  private static FakeHttpResponse send(
      HttpService to, String method, String path, String cookie, String... headers) {
    FakeHttpRequest request = FakeHttpRequest.of(method, path).header("Cookie", cookie);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return FakeHttpResponse.from(to, request);
  }

  @Test
  void cookie_isKeptFromScriptsOtherSitesAndOtherHosts() {
    FakeHttpResponse answer = FakeHttpResponse.from(service, FakeHttpRequest.of("POST", "/in"));
    assertThat(answer.header("Set-Cookie"))
        .startsWith("__Host-sigil-session=")
        .endsWith("; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure");
    HttpService local = service("http://127.0.0.1:8080", key("one"));
    assertThat(FakeHttpResponse.from(local, FakeHttpRequest.of("POST", "/in")).header("Set-Cookie"))
        .startsWith("sigil-session=")
        .endsWith("SameSite=Lax");
  }

  @Test
  void session_choosesAWorkspaceWithItsRole() {
    String cookie = signIn();
    assertThat(workspace(send("GET", "/mine", cookie))).isEqualTo("ada");
    assertThat(send("GET", "/owned", cookie).status()).isEqualTo(200);
    assertThat(workspace(send("GET", "/mine", cookie, "Sigil-Workspace", "acme")))
        .isEqualTo("acme");
    assertThat(send("GET", "/owned", cookie, "Sigil-Workspace", "acme").status()).isEqualTo(403);
    assertThat(workspace(send("GET", "/of/acme", cookie))).isEqualTo("acme");
    for (String not : List.of("umbrella", "No Workspace", "-")) {
      assertThat(send("GET", "/mine", cookie, "Sigil-Workspace", not).status()).isEqualTo(404);
    }
  }

  private static String workspace(FakeHttpResponse answer) {
    return answer.json().path("data").asText();
  }

  @Test
  void personWithoutAHome_isInTheirFirstWorkspace() {
    members.follow(ADA, Map.of(ACME, Role.VIEWER));
    String cookie = signIn();
    assertThat(workspace(send("GET", "/mine", cookie))).isEqualTo("acme");
    members.follow(ADA, Map.of());
    assertThat(send("GET", "/mine", cookie).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, https://sigil.example, same-origin, 200",
    "POST, https://sigil.example, '', 200",
    "POST, '', same-origin, 200",
    "POST, '', '', 403",
    "POST, '', none, 403",
    "POST, https://evil.example, '', 403",
    "POST, https://evil.example, same-origin, 403",
    "POST, https://sigil.example, cross-site, 403",
    "POST, https://sigil.example.evil.example, '', 403",
    "POST, http://sigil.example, '', 403",
    "POST, null, '', 403",
    "GET, '', '', 200",
    "GET, '', none, 200",
    "GET, '', cross-site, 403",
    "GET, '', same-site, 403",
    "GET, https://evil.example, '', 403"
  })
  void requestOfAnotherSite_isRefused(String method, String origin, String site, int status) {
    FakeHttpRequest request = FakeHttpRequest.of(method, "/mine").header("Cookie", signIn());
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    if (!site.isEmpty()) {
      request.header("Sec-Fetch-Site", site);
    }
    assertThat(FakeHttpResponse.from(service, request).status()).isEqualTo(status);
  }

  @Test
  void forgedCookie_isNobodysAndTouchesNothing() {
    String cookie = signIn();
    int middle = cookie.length() - 70;
    char other = cookie.charAt(middle) == 'x' ? 'y' : 'x';
    for (String forged :
        List.of(
            cookie.substring(0, cookie.length() - 1),
            cookie.substring(0, middle) + other + cookie.substring(middle + 1),
            cookie.replace("sigil-session", "sigil-other"),
            "__Host-sigil-session=",
            "__Host-sigil-session=.." + "0".repeat(64))) {
      assertThat(send("GET", "/mine", forged).status()).as(forged).isEqualTo(401);
    }
    assertThat(send("GET", "/mine", cookie).status()).isEqualTo(200);
    assertThat(send("GET", "/mine", cookie + "; " + cookie).status()).isEqualTo(400);
  }

  @Test
  void replacedKey_stillVerifiesUntilItIsTakenAway() {
    String cookie = signIn();
    assertThat(send(service(ORIGIN, key("two"), key("one")), "GET", "/mine", cookie).status())
        .isEqualTo(200);
    assertThat(send(service(ORIGIN, key("two")), "GET", "/mine", cookie).status()).isEqualTo(401);
  }

  @Test
  void agedSession_getsANewCookieAlsoWithAnError() {
    String cookie = signIn();
    clock.advance(Session.ROTATE_AFTER);
    FakeHttpResponse refused = send("GET", "/owned", cookie, "Sigil-Workspace", "acme");
    assertThat(refused.status()).isEqualTo(403);
    String next = cookie(refused);
    assertThat(next).isNotEqualTo(cookie);
    clock.advance(Session.OVERLAP);
    assertThat(send("GET", "/mine", next).status()).isEqualTo(200);
    assertThat(send("GET", "/mine", cookie).status()).isEqualTo(401);
    assertThat(send("GET", "/mine", next).status()).isEqualTo(401);
  }

  @Test
  void signingInAgain_endsTheSessionBefore() {
    String first = signIn();
    String second = cookie(send("POST", "/in", first));
    assertThat(send("GET", "/mine", first).status()).isEqualTo(401);
    assertThat(send("GET", "/mine", second).status()).isEqualTo(200);
  }

  @Test
  void signingOut_endsTheSessionAndForgetsTheCookie() {
    String cookie = signIn();
    FakeHttpResponse out = send("POST", "/out", cookie, "Origin", ORIGIN);
    assertThat(out.header("Set-Cookie"))
        .startsWith("__Host-sigil-session=; ")
        .contains("Max-Age=0");
    assertThat(send("GET", "/mine", cookie).status()).isEqualTo(401);
  }
}
