package dev.sigil.mcp.bridge;

import static dev.sigil.mcp.bridge.StdioBridgeTest.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that misbehaves costs its own session an error, and nobody else anything. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HostileServerTest {
  @ParameterizedTest
  @ValueSource(strings = {"flood", "gibibyte"})
  void answerWithoutEnd_endsTheSession_othersGoOn(String attack) throws IOException {
    try (RunningBridge bridge = RunningBridge.to("attacker")) {
      String victim = bridge.open();
      String other = bridge.open();

      HttpResponse<String> response = bridge.post(victim, call(1, attack, "{}"));

      assertThat(response.body()).contains("\"id\":1", "a message over 16777216 bytes");
      assertThat(bridge.post(victim, call(2, "pid", "{}")).statusCode()).isEqualTo(404);
      assertThat(bridge.post(other, call(3, "pid", "{}")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void garbage_isSkippedAndTold() throws IOException {
    try (RunningBridge bridge = RunningBridge.to("attacker")) {
      HttpResponse<String> response = bridge.post(bridge.open(), call(1, "garbage", "{}"));

      assertThat(response.body()).contains("\"survived\":true");
      assertThat(bridge.log()).anySatisfy(line -> assertThat(line).contains("no message"));
      assertThat(bridge.log()).noneSatisfy(line -> assertThat(line).contains("Listening on stdio"));
    }
  }

  @Test
  void processDies_pendingRequestsGetItsExitCode() throws IOException {
    try (RunningBridge bridge = RunningBridge.to("attacker")) {
      String session = bridge.open();
      CompletableFuture<HttpResponse<String>> waiting =
          bridge.postLater(session, call(1, "slow", "{}"));
      await().until(() -> bridge.post(session, call(2, "pid", "{}")).statusCode() == 200);
      String dying = bridge.post(session, call(3, "die", "{}")).body();

      assertThat(dying).contains("\"id\":3", "exit code 7");
      assertThat(waiting.join().body()).contains("\"id\":1", "exit code 7");
      assertThat(bridge.post(session, call(4, "pid", "{}")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void processEndsAtOnce_isToldToClientsAndHealth() throws IOException {
    try (RunningBridge bridge = RunningBridge.to("exit")) {
      HttpResponse<String> refused =
          bridge.post("", RunningBridge.INITIALIZE.formatted("2025-11-25"));

      assertThat(refused.statusCode()).isEqualTo(502);
      assertThat(refused.body()).contains("\"id\":\"i\"", "exit code 3");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(health(bridge)).startsWith("503 the server process"));
    }
  }

  @Test
  void commandThatDoesNotExist_isToldToClientsAndHealth() throws IOException {
    try (RunningBridge bridge = RunningBridge.of(List.of("/no/such/command"), o -> o)) {
      HttpResponse<String> refused =
          bridge.post("", RunningBridge.INITIALIZE.formatted("2025-11-25"));

      assertThat(refused.statusCode()).isEqualTo(502);
      assertThat(refused.body()).contains("cannot be started");
      assertThat(health(bridge)).startsWith("503");
    }
  }

  @Test
  void processThatReadsNothing_blocksNobody() throws IOException {
    try (RunningBridge bridge = RunningBridge.to("deaf")) {
      String deaf = bridge.open();
      String large = "{\"pad\":\"" + "x".repeat(4_000_000) + "\"}";
      List<CompletableFuture<HttpResponse<String>>> posts =
          IntStream.range(0, 10)
              .mapToObj(id -> bridge.postLater(deaf, call(id, "slow", large)))
              .toList();

      assertThat(CompletableFuture.anyOf(posts.toArray(CompletableFuture[]::new)))
          .succeedsWithin(Duration.ofSeconds(30));
      assertThat(posts)
          .filteredOn(CompletableFuture::isDone)
          .allSatisfy(post -> assertThat(post.join().body()).contains("does not read its input"));
      assertThat(bridge.open()).isNotEqualTo(deaf);
      bridge.send(bridge.request(deaf).DELETE());
      posts.forEach(post -> assertThat(post.join().body()).contains("error"));
    }
  }

  @Test
  void processThatIgnoresSignals_isKilledWithWhatItStarted() throws IOException {
    List<ProcessHandle> processes;
    try (RunningBridge bridge = RunningBridge.to("stubborn")) {
      String session = bridge.open();
      await().atMost(Duration.ofSeconds(30)).until(() -> pids(bridge).size() >= 2);
      processes = pids(bridge);
      bridge.send(bridge.request(session).DELETE());

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(processes).noneMatch(HostileServerTest::runs));
    }
  }

  @Test
  void close_leavesNoProcess() throws IOException {
    List<ProcessHandle> processes;
    try (RunningBridge bridge = RunningBridge.to("stubborn")) {
      bridge.open();
      await().atMost(Duration.ofSeconds(30)).until(() -> pids(bridge).size() >= 4);
      processes = pids(bridge);
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(processes).noneMatch(HostileServerTest::runs));
  }

  private static List<ProcessHandle> pids(RunningBridge bridge) {
    return bridge.log().stream()
        .filter(line -> line.startsWith("pids "))
        .flatMap(line -> Arrays.stream(line.substring(5).split(" ")))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .toList();
  }

  /* A killed process whose new parent has not collected it yet has no command any more. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static String health(RunningBridge bridge) {
    HttpResponse<String> response =
        bridge.send(bridge.request("").uri(bridge.endpoint().resolve("/health")).GET());
    return response.statusCode() + " " + response.body();
  }
}
