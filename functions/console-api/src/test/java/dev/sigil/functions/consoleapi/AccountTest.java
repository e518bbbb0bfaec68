package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.secret.SecretName;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {
  private static final String SECRET = "/api/v1/deployments/weather/secrets/";
  private static final String SECRET_TEMPLATE = "/api/v1/deployments/{id}/secrets/{name}";

  private final ConsoleFixture console = new ConsoleFixture();

  private FakeHttpResponse keys(String method, @Nullable String body) {
    return console.send(method, "/api/v1/keys", "/api/v1/keys", body);
  }

  @Test
  void createdKey_worksUntilItIsRevokedAndIsShownOnce() {
    FakeHttpResponse created = keys("post", "{\"name\":\"ci\",\"scopes\":[\"read\",\"deploy\"]}");
    assertThat(created.status()).isEqualTo(201);
    String token = created.json().at("/data/token").asText();
    String id = created.json().at("/data/id").asText();

    JsonNode me = console.data(whoami(token));
    assertThat(me.path("workspace").asText()).isEqualTo("acme");
    assertThat(me.path("scopes")).hasSize(2);
    assertThat(keys("get", null).text()).contains(id).doesNotContain(token);

    console.data(console.send("delete", "/api/v1/keys/{key}", "/api/v1/keys/" + id, null));
    assertThat(whoami(token).status()).isEqualTo(401);
  }

  private FakeHttpResponse whoami(String token) {
    return console.send("get", "/api/v1/auth/whoami", "/api/v1/auth/whoami", token, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"x\"}",
        "{\"name\":\"x\",\"scopes\":[]}",
        "{\"name\":\"x\",\"scopes\":[\"root\"]}",
        "{\"name\":\"x\",\"scopes\":[\"ADMIN\"]}",
        "{\"name\":\"\",\"scopes\":[\"read\"]}",
        "{\"name\":\"a\\nb\",\"scopes\":[\"read\"]}",
        "{\"name\":\"x\",\"scopes\":[\"read\"],\"expiresAt\":\"tomorrow\"}",
        "{\"name\":\"x\",\"scopes\":[\"read\"],\"expiresAt\":\"2001-01-01T00:00:00Z\"}"
      })
  void wrongKey_isRefused(String body) {
    assertThat(keys("post", body).status()).isEqualTo(400);
  }

  @Test
  void secret_isSetListedAndRemovedButNeverReturned() {
    var deployment = console.deploy().deployment();
    FakeHttpResponse set =
        console.send("put", SECRET_TEMPLATE, SECRET + "API_TOKEN", "{\"value\":\"s3cret\"}");
    assertThat(set.status()).isEqualTo(200);
    assertThat(console.platform.secrets().open(deployment))
        .isEqualTo(Map.of(new SecretName("API_TOKEN"), "s3cret"));
    JsonNode listed = console.get("/secrets");
    assertThat(listed.at("/items/0/name").asText()).isEqualTo("API_TOKEN");
    assertThat(set.text() + listed + audit()).doesNotContain("s3cret");

    assertThat(console.send("delete", SECRET_TEMPLATE, SECRET + "API_TOKEN", null).status())
        .isEqualTo(200);
    assertThat(console.send("delete", SECRET_TEMPLATE, SECRET + "API_TOKEN", null).status())
        .isEqualTo(404);
  }

  @Test
  void wrongSecret_isRefusedWithoutQuotingIt() {
    console.deploy();
    for (String name : new String[] {"lower", "PATH", "LD_PRELOAD", "A%2FB", "A%00"}) {
      FakeHttpResponse answer =
          console.send("put", SECRET_TEMPLATE, SECRET + name, "{\"value\":\"s3cret\"}");
      assertThat(answer.status()).as(name).isEqualTo(400);
      assertThat(answer.text()).doesNotContain("s3cret");
    }
    String large = "{\"value\":\"" + "x".repeat(64 * 1024 + 1) + "\"}";
    assertThat(console.send("put", SECRET_TEMPLATE, SECRET + "A", large).status()).isEqualTo(400);
  }

  @Test
  void everyChange_isInTheAuditLogNewestFirst() {
    console.deploy();
    console.post("/pause", null);
    console.send("put", SECRET_TEMPLATE, SECRET + "A", "{\"value\":\"s3cret\"}");
    JsonNode items = audit();
    assertThat(items.findValuesAsText("action"))
        .containsExactlyInAnyOrder("deployment.deploy", "deployment.pause", "secret.set");
    assertThat(items.at("/0/actor").asText()).hasSize(12);
  }

  private JsonNode audit() {
    return console.data(console.send("get", "/api/v1/audit", "/api/v1/audit", null)).path("items");
  }
}
