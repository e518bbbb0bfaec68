package dev.sigil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Scope;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final WorkspaceId ACME = new WorkspaceId("acme");

  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final ApiKeys keys = new ApiKeys(store, clock);
  private final Authenticator authenticator =
      new Authenticator(keys, new Members(store, clock), request -> Optional.empty());
  private final ApiToken token = ApiToken.random(new Random(1));
  private final HttpService service =
      new HttpService(
          Routes.builder()
              .get(
                  "/mine",
                  request ->
                      Response.ok(
                          authenticator.require(request, Scope.DEPLOY).principal().workspace()))
              .get("/person", request -> Response.ok(authenticator.person(request).id()))
              .build(OpenApiDocument.beside(AuthenticatorTest.class, "test")),
          Cors.SAME_ORIGIN,
          Problem.Format.ofEnvelope(),
          new Random(1));

  private FakeHttpResponse send(String... authorization) {
    FakeHttpRequest request = FakeHttpRequest.of("GET", "/mine");
    return FakeHttpResponse.from(service, request.header("Authorization", authorization));
  }

  @Test
  void key_namesItsWorkspace() {
    keys.add(token, ACME, "ci", Set.of(Scope.DEPLOY), null);
    assertThat(send("Bearer " + token.value()).json().path("data").asText()).isEqualTo("acme");
    assertThat(send("bearer " + token.value()).status()).isEqualTo(200);
  }

  @Test
  void adminKey_mayEverything() {
    keys.add(token, ACME, "admin", Set.of(Scope.ADMIN), null);
    assertThat(send("Bearer " + token.value()).status()).isEqualTo(200);
  }

  @Test
  void keyWithoutTheScope_isForbidden() {
    keys.add(token, ACME, "reader", Set.of(Scope.READ), null);
    assertThat(send("Bearer " + token.value()).status()).isEqualTo(403);
  }

  @Test
  void expiredKey_isRefused() {
    keys.add(token, ACME, "ci", Set.of(Scope.DEPLOY), clock.instant().plusSeconds(60));
    clock.advance(Duration.ofSeconds(60));
    assertThat(send("Bearer " + token.value()).status()).isEqualTo(401);
  }

  @Test
  void key_choosesItsOwnWorkspaceOnly() {
    keys.add(token, ACME, "ci", Set.of(Scope.DEPLOY), null);
    FakeHttpRequest own = FakeHttpRequest.of("GET", "/mine").bearer(token.value());
    assertThat(FakeHttpResponse.from(service, own.header("Sigil-Workspace", "acme")).status())
        .isEqualTo(200);
    assertThat(FakeHttpResponse.from(service, own.header("Sigil-Workspace", "other")).status())
        .isEqualTo(404);
  }

  @Test
  void key_isNoPerson() {
    keys.add(token, ACME, "ci", Set.of(Scope.ADMIN), null);
    FakeHttpRequest person = FakeHttpRequest.of("GET", "/person");
    assertThat(FakeHttpResponse.from(service, person).status()).isEqualTo(401);
    assertThat(FakeHttpResponse.from(service, person.bearer(token.value())).status())
        .isEqualTo(403);
    assertThat(FakeHttpResponse.from(service, person.bearer("sgl_x")).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer sgl_x", "Bearer \u0000"})
  void noValidKey_isRefusedWithAChallenge(String authorization) {
    FakeHttpResponse answer = send(authorization);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void neverIssuedOrDoubledKey_isRefused() {
    assertThat(send("Bearer " + token.value()).status()).isEqualTo(401);
    assertThat(send("Bearer " + token.value(), "Bearer " + token.value()).status()).isEqualTo(400);
  }
}
