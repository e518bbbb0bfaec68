package dev.sigil.functions.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.json.Json;
import dev.sigil.testkit.http.FakeHttpResponse;
import dev.sigil.testkit.http.OpenApiContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** GitHub's own payloads, as published in the npm package @octokit/webhooks-examples. */
class GithubPayloadsTest {
  private static final Set<String> HANDLED =
      Set.of(
          "push",
          "installation",
          "installation_repositories",
          "organization",
          "pull_request",
          "release",
          "repository");

  private final Deliverer github = new Deliverer(null);
  private final OpenApiContract contract = OpenApiContract.of(github.function);

  private static JsonNode payloads() throws IOException {
    String peers = System.getenv("SIGIL_NPM_PEERS");
    assertThat(peers)
        .as("SIGIL_NPM_PEERS is unset: run with SIGIL_NPM_PEERS=$(scripts/lib/npm-peers)")
        .isNotNull();
    Path index =
        Path.of(peers, "node_modules/@octokit/webhooks-examples/api.github.com/index.json");
    return Json.parse(Files.readAllBytes(index));
  }

  @Test
  void everyPayload_isHandledOrAcknowledged() throws IOException {
    Map<String, Integer> outcomes = new TreeMap<>();
    int delivery = 0;
    int released = 0;
    for (JsonNode event : payloads()) {
      String name = event.path("name").asText();
      for (JsonNode example : event.path("examples")) {
        FakeHttpResponse answer = github.deliver("d-" + delivery++, name, Json.write(example));
        contract.accepts("post", "/webhooks/github", answer);
        assertThat(answer.status()).as("%s: %s", name, answer.text()).isIn(200, 202);
        String outcome = answer.json().at("/data/outcome").asText();
        assertThat(outcome).isEqualTo(expected(name, example));
        assertThat(answer.json().at("/message").asText()).isNotEmpty();
        assertThat(answer.json().at("/data/releases"))
            .as("%s: %s", name, example)
            .hasSize(deploys(name, example) ? 1 : 0);
        released += answer.json().at("/data/releases").size();
        outcomes.merge(outcome, 1, Integer::sum);
      }
    }
    assertThat(released).isPositive();
    assertThat(github.platform.events().published(SourcePushed.class)).hasSize(released);
    assertThat(outcomes.get("accepted")).isGreaterThan(10);
    assertThat(outcomes.get("ignored")).isGreaterThan(200);
  }

  /* A push of commits to the default branch, and nothing else. */
  private static boolean deploys(String event, JsonNode payload) {
    String branch = "refs/heads/" + payload.at("/repository/default_branch").asText();
    return event.equals("push")
        && payload.path("ref").asText().equals(branch)
        && !payload.path("deleted").asBoolean();
  }

  private static String expected(String event, JsonNode payload) {
    if (event.equals("ping")) {
      return "pong";
    }
    if (event.startsWith("check_")) {
      return CheckEvents.asks(payload) ? "accepted" : "ignored";
    }
    return HANDLED.contains(event) ? "accepted" : "ignored";
  }

  @Test
  void routes_areThoseOfTheDocument() {
    contract.documents(
        github.function.http().routes().all().stream().map(Object::toString).toList());
  }
}
