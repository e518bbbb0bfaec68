package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Member;
import dev.sigil.core.account.PersonId;
import dev.sigil.core.account.Role;
import dev.sigil.core.account.Scope;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.testkit.github.FakeGitHubSignIn;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import dev.sigil.testkit.time.MutableClock;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People sign in with GitHub, in a browser and at a terminal. */
class SignInTest {
  private static final String CALLBACK = ConsoleFixture.URL + SignInResource.CALLBACK;
  private static final WorkspaceId ACME = new WorkspaceId("acme-corp");

  private final MutableClock clock = new MutableClock();
  private final FakeGitHubSignIn github =
      FakeGitHubSignIn.start(
          new FakeGitHubSignIn.Client("Iv1.client", "client-secret", URI.create(CALLBACK)), clock);
  private final ConsoleFixture console = new ConsoleFixture(github.address());
  private final PersonId ada = new PersonId(github.address().getAuthority() + "~1");

  @BeforeEach
  void people() {
    github.user(1, "Ada", "Ada Lovelace");
    github.organization(10, "Acme-Corp");
    github.member("Acme-Corp", "Ada", "admin");
  }

  @AfterEach
  void stop() {
    github.close();
  }

  /** A browser with its cookies. */
  private final class Browser {
    private String pending = "";
    private String session = "";

    FakeHttpResponse open(String address) {
      String path = address.replace(ConsoleFixture.URL, "");
      FakeHttpRequest request =
          FakeHttpRequest.of("GET", path).header("Cookie", pending + "; " + session);
      FakeHttpResponse answer = console.send("get", path.replaceAll("\\?.*", ""), request, null);
      answer.getHeaders().getOrDefault("Set-Cookie", List.of()).forEach(this::keep);
      return answer;
    }

    private void keep(String line) {
      String pair = line.replaceAll(";.*", "");
      if (pair.startsWith("__Host-sigil-session=")) {
        session = pair;
      } else {
        pending = pair;
      }
    }

    String leave(String returnTo) {
      FakeHttpResponse away =
          open(
              SignInResource.START
                  + "?return_to="
                  + URLEncoder.encode(returnTo, StandardCharsets.UTF_8));
      assertThat(away.status()).as(away.text()).isEqualTo(303);
      return away.header("Location");
    }

    FakeHttpResponse signIn(String login, String returnTo) {
      return open(github.allow(leave(returnTo), login));
    }

    JsonNode whoami(@Nullable String workspace) {
      FakeHttpRequest request =
          FakeHttpRequest.of("GET", "/api/v1/auth/whoami").header("Cookie", session);
      if (workspace != null) {
        request.header("Sigil-Workspace", workspace);
      }
      return console.data(console.send("get", "/api/v1/auth/whoami", request, null));
    }
  }

  @Test
  void person_comesBackSignedInAtThePageAskedFor() {
    Browser browser = new Browser();
    FakeHttpResponse back = browser.signIn("Ada", "/servers/weather?tab=logs#last");

    assertThat(back.status()).as(back.text()).isEqualTo(303);
    assertThat(back.header("Location")).isEqualTo("/servers/weather?tab=logs#last");
    JsonNode me = browser.whoami(null);
    assertThat(me.path("workspace").asText()).isEqualTo("ada");
    assertThat(me.path("actor").asText()).isEqualTo("@Ada");
    assertThat(me.at("/person/name").asText()).isEqualTo("Ada Lovelace");
    assertThat(browser.whoami("acme-corp").path("scopes")).hasSize(4);
  }

  @Test
  void role_followsTheOrganisationAtEachSignIn() {
    new Browser().signIn("Ada", "/");
    assertThat(role()).isEqualTo(Role.OWNER);
    github.member("Acme-Corp", "Ada", "member");
    new Browser().signIn("Ada", "/");
    assertThat(role()).isEqualTo(Role.MEMBER);
    github.member("Acme-Corp", "Ada", null);
    new Browser().signIn("Ada", "/");
    assertThat(console.members.find(ACME, ada)).isEmpty();
  }

  private @Nullable Role role() {
    return console.members.find(ACME, ada).map(Member::role).orElse(null);
  }

  @Test
  void personWhoSaysNo_readsWhatHappened() {
    Browser browser = new Browser();
    FakeHttpResponse back = browser.open(github.deny(browser.leave("/servers")));
    assertThat(back.status()).isEqualTo(403);
    assertThat(back.text()).contains("did not allow", "return_to=%2Fservers");
    assertThat(back.header("Content-Security-Policy")).contains("default-src 'none'");
  }

  @Test
  void callbackOfAnotherBrowser_isRefused() {
    String stolen = github.allow(new Browser().leave("/"), "Ada");
    Browser victim = new Browser();
    assertThat(victim.open(stolen).status()).isEqualTo(400);
    victim.leave("/");
    assertThat(victim.open(stolen).status()).isEqualTo(400);
    assertThat(victim.session).isEmpty();
  }

  @Test
  void callbackAgainOrTooLate_isRefused() {
    Browser browser = new Browser();
    String back = github.allow(browser.leave("/"), "Ada");
    String pending = browser.pending;
    assertThat(browser.open(back).status()).isEqualTo(303);
    assertThat(browser.open(back).status()).isEqualTo(400);
    browser.pending = pending;
    assertThat(browser.open(back).status()).as("GitHub knows the code no more").isEqualTo(403);

    String late = github.allow(browser.leave("/"), "Ada");
    console.platform.clock().advance(Duration.ofMinutes(10));
    assertThat(browser.open(late).status()).isEqualTo(400);
  }

  @Test
  void gitHubThatDoesNotAnswer_isNotTheirFault() {
    Browser browser = new Browser();
    String back = github.allow(browser.leave("/"), "Ada");
    github.refuse(502);
    FakeHttpResponse answer = browser.open(back);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isNotEmpty();
    assertThat(browser.session).isEmpty();
  }

  @Test
  void installation_leadsToAProperSignIn() {
    FakeHttpResponse answer =
        new Browser()
            .open(SignInResource.CALLBACK + "?code=x&installation_id=7&setup_action=install");
    assertThat(answer.header("Location")).isEqualTo(SignInResource.START);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\tx",
        "javascript:alert(1)",
        "servers",
        "/a\nb"
      })
  void pageOfAnotherSite_isNoPlaceToReturnTo(String returnTo) {
    FakeHttpResponse answer =
        new Browser()
            .open(
                SignInResource.START
                    + "?return_to="
                    + URLEncoder.encode(returnTo, StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.getHeaders()).doesNotContainKey("Location");
  }

  @Test
  void usersToken_isKeptNowhere() {
    new Browser().signIn("Ada", "/");
    assertThat(console.platform.documents().bodies()).isNotEmpty().noneMatch(this::holdsToken);
  }

  private boolean holdsToken(JsonNode body) {
    String text = body.toString();
    return text.contains("ghu_") || text.contains("ghr_") || text.contains("client-secret");
  }

  private JsonNode post(String path, String body) {
    return console.data(console.send("post", path, path, "", body));
  }

  private JsonNode poll(JsonNode device, String more) {
    return post(
        "/api/v1/auth/device/token",
        "{\"deviceCode\":\"" + device.path("deviceCode").asText() + "\"" + more + "}");
  }

  @Test
  void terminal_getsAKeyOfTheWorkspaceWhenThePersonHasConfirmed() {
    JsonNode device = post("/api/v1/auth/device", "{}");
    assertThat(poll(device, "").path("status").asText()).isEqualTo("authorization_pending");
    JsonNode early = poll(device, "");
    assertThat(early.path("status").asText()).isEqualTo("slow_down");
    assertThat(early.path("interval").asInt()).isEqualTo(10);
    github.enter(device.path("userCode").asText(), "Ada");
    clock.advance(Duration.ofSeconds(10));

    JsonNode granted = poll(device, ",\"workspace\":\"acme-corp\",\"client\":\"laptop\"");
    assertThat(granted.path("status").asText()).isEqualTo("complete");
    assertThat(granted.path("workspaces")).hasSize(2);
    ApiToken token = new ApiToken(granted.path("token").asText());
    assertThat(console.keys.authenticate(token).orElseThrow().workspace()).isEqualTo(ACME);
    assertThat(console.keys.list(ACME, 10, null).items().getFirst().name())
        .isEqualTo("@Ada at laptop");

    assertThat(signOut(token).status()).isEqualTo(200);
    assertThat(console.keys.authenticate(token)).isEmpty();
  }

  private FakeHttpResponse signOut(ApiToken token) {
    String path = "/api/v1/auth/signout";
    return console.send("post", path, path, token.value(), null);
  }

  @Test
  void terminal_learnsOfRefusalAndExpiry() {
    JsonNode refused = post("/api/v1/auth/device", "{}");
    github.refuseDevice(refused.path("userCode").asText());
    assertThat(poll(refused, "").path("status").asText()).isEqualTo("access_denied");
    JsonNode expired = post("/api/v1/auth/device", "{}");
    clock.advance(Duration.ofMinutes(15));
    assertThat(poll(expired, "").path("status").asText()).isEqualTo("expired_token");
    JsonNode invented = Json.object().put("deviceCode", "invented");
    assertThat(poll(invented, "").path("status").asText()).isEqualTo("expired_token");
  }

  @Test
  void terminalKey_goesWithThePlaceInTheOrganisation() {
    JsonNode device = post("/api/v1/auth/device", "{}");
    github.enter(device.path("userCode").asText(), "Ada");
    JsonNode granted = poll(device, ",\"workspace\":\"acme-corp\"");
    ApiToken token = new ApiToken(granted.path("token").asText());
    github.member("Acme-Corp", "Ada", null);
    new Browser().signIn("Ada", "/");
    assertThat(new ApiKeys(console.platform.documents(), clock).authenticate(token)).isEmpty();
  }

  @Test
  void workspaceOfOthers_isNotForTheTerminal() {
    JsonNode device = post("/api/v1/auth/device", "{}");
    github.enter(device.path("userCode").asText(), "Ada");
    String path = "/api/v1/auth/device/token";
    String body =
        "{\"deviceCode\":\""
            + device.path("deviceCode").asText()
            + "\",\"workspace\":\"umbrella\"}";
    FakeHttpResponse answer = console.send("post", path, path, "", body);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("acme-corp");
  }

  @Test
  void address_thatBeginsTooManySignIns_waits() {
    for (int start = 0; start < DeviceStarts.MAX; start++) {
      assertThat(begin("8.8.8.8, 2001:db8:1:2::" + start).status()).isEqualTo(200);
    }

    FakeHttpResponse refused = begin("2001:db8:1:2:ffff::1");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("600");
    assertThat(refused.json().at("/error/message").asText()).contains("from your address");
    assertThat(begin("2001:db8:1:3::1").status()).as("another network").isEqualTo(200);
    assertThat(begin("203.0.113.7").status()).isEqualTo(200);

    console.platform.clock().advance(DeviceStarts.WINDOW);
    assertThat(begin("2001:db8:1:2::1").status()).isEqualTo(200);
  }

  @Test
  void addressesOfPeople_areKeptNowhere() {
    begin("203.0.113.7");
    assertThat(console.platform.documents().bodies())
        .isNotEmpty()
        .noneMatch(body -> body.toString().contains("203.0.113.7"));
  }

  private FakeHttpResponse begin(String forwarded) {
    String path = "/api/v1/auth/device";
    FakeHttpRequest request = FakeHttpRequest.of("POST", path).header("X-Forwarded-For", forwarded);
    return console.send("post", path, request, "{}");
  }

  @Test
  void linkFromAnotherPage_choosesTheWorkspaceInItsQuery() {
    Browser browser = new Browser();
    browser.signIn("Ada", "/");
    String path = "/api/v1/releases/" + release();
    String template = "/api/v1/releases/{release}";
    FakeHttpRequest plain = FakeHttpRequest.of("GET", path).header("Cookie", browser.session);
    assertThat(console.send("get", template, plain, null).status()).isEqualTo(404);
    FakeHttpRequest link =
        FakeHttpRequest.of("GET", path + "?workspace=acme-corp").header("Cookie", browser.session);
    assertThat(console.send("get", template, link, null).status()).isEqualTo(200);
    FakeHttpRequest foreign =
        FakeHttpRequest.of("GET", path + "?workspace=umbrella").header("Cookie", browser.session);
    assertThat(console.send("get", template, foreign, null).status()).isEqualTo(404);
  }

  /* One of the organisation's workspace. */
  private String release() {
    String body = "{\"repository\":\"" + ConsoleFixture.WEATHER.url() + "\"}";
    String key = console.key(ACME, Scope.DEPLOY);
    String path = "/api/v1/deploy";
    return console.data(console.send("post", path, path, key, body)).at("/release/id").asText();
  }
}
