package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.Scope;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.http.Route;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route of the table, asked by nobody, by another tenant, and by keys that lack the scope.
 */
class TenancyTest {
  private static final Set<String> PUBLIC =
      Set.of("/health", "/openapi.json", "/openapi/console-api.json");
  private static final Set<String> ADMIN_PATHS =
      Set.of("/api/v1/keys", "/api/v1/keys/{key}", "/api/v1/audit");
  private static final Set<String> OWN_ONLY = Set.of("/api/v1/deploy", "/api/v1/auth/whoami");
  private static final WorkspaceId STRANGER = new WorkspaceId("stranger");

  private final ConsoleFixture console = new ConsoleFixture();
  private Release live = console.goLive(console.deploy());

  @BeforeEach
  void secret() {
    console.platform.secrets().put(live.deployment(), new SecretName("API_TOKEN"), "s3cret");
  }

  static java.util.List<Route> routes() {
    return new ConsoleFixture()
        .function.http().routes().all().stream()
            .filter(route -> !PUBLIC.contains(route.path()))
            .toList();
  }

  private FakeHttpResponse ask(Route route, String key) {
    String path =
        route
            .path()
            .replace("{id}", "weather")
            .replace("{release}", live.id().value())
            .replace("{name}", "API_TOKEN")
            .replace("{key}", keyOfAcme());
    String method = route.method().toLowerCase(Locale.ROOT);
    return console.send(method, route.path(), path, key, body(route));
  }

  private String keyOfAcme() {
    return new ApiKeys(console.platform.documents(), console.platform.clock())
        .list(ConsoleFixture.ACME, 1, null)
        .items()
        .getFirst()
        .id();
  }

  private static @Nullable String body(Route route) {
    return switch (route.method() + " " + route.path()) {
      case "POST /api/v1/deploy" -> "{\"repository\":\"" + ConsoleFixture.WEATHER.url() + "\"}";
      case "POST /api/v1/keys" -> "{\"name\":\"x\",\"scopes\":[\"read\"]}";
      case "PUT /api/v1/deployments/{id}/secrets/{name}" -> "{\"value\":\"changed\"}";
      default -> null;
    };
  }

  @ParameterizedTest
  @MethodSource("routes")
  void nobody_isRefused(Route route) {
    Deployment before = console.deployments.get(live.deployment()).orElseThrow();
    assertThat(ask(route, "").status()).isEqualTo(401);
    assertThat(ask(route, "sgl_" + "a".repeat(47)).status()).isEqualTo(401);
    assertThat(console.deployments.get(live.deployment())).contains(before);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anotherTenant_seesAndChangesNothing(Route route) {
    Deployment before = console.deployments.get(live.deployment()).orElseThrow();
    FakeHttpResponse answer = ask(route, console.key(STRANGER, Scope.ADMIN));
    if (route.path().contains("{")) {
      assertThat(answer.status()).isEqualTo(404);
    }
    if (!OWN_ONLY.contains(route.path())) {
      assertThat(answer.text()).doesNotContain("acme/weather", live.id().value(), "API_TOKEN");
    }
    assertThat(answer.text()).doesNotContain(live.deployment().value(), keyOfAcme());
    assertThat(console.deployments.get(live.deployment())).contains(before);
    assertThat(console.platform.secrets().open(live.deployment()))
        .containsValue("s3cret")
        .hasSize(1);
    assertThat(console.platform.servers().serving(live.deployment())).contains(live.id());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void keyWithoutTheScope_isForbidden(Route route) {
    boolean any = route.path().equals("/api/v1/auth/whoami");
    boolean reads = route.method().equals("GET") && !ADMIN_PATHS.contains(route.path());
    boolean admin = ADMIN_PATHS.contains(route.path());
    int invoke = ask(route, console.key(ConsoleFixture.ACME, Scope.INVOKE)).status();
    assertThat(invoke).isEqualTo(any ? 200 : 403);
    int read = ask(route, console.key(ConsoleFixture.ACME, Scope.READ)).status();
    assertThat(read).isEqualTo(reads ? 200 : 403);
    if (admin) {
      int deploy = ask(route, console.key(ConsoleFixture.ACME, Scope.DEPLOY)).status();
      assertThat(deploy).isEqualTo(403);
    }
  }

  @Test
  void routes_areThoseOfTheDocument() {
    console.contract.documents(
        console.function.http().routes().all().stream().map(Route::toString).toList());
  }
}
