package dev.sigil.functions.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.testkit.server.PlainServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The platform is killed at random moments of many deployments. Afterwards every release has ended
 * with a reason, each deployment has exactly one live release, no process is left of an earlier
 * life, and no release exists twice.
 */
final class CrashIT {
  private static final long SEED = 20_261_122;
  private static final int SERVERS = 10;
  private static final int PUSHES = 5;
  private static final Duration LONGEST_LIFE = Duration.ofMillis(2_500);

  @TempDir Path work;

  @Test
  void kill_atAnyMomentLosesNothing() {
    Random random = new Random(SEED);
    try (PlatformProcess platform = PlatformProcess.start(work.resolve("data"))) {
      List<GitRepository> repositories = repositories();
      for (int push = 0; push < PUSHES; push++) {
        for (GitRepository repository : repositories) {
          pushUntilAccepted(platform, repository, push);
        }
        killAndRestart(platform, random);
        killAndRestart(platform, random);
      }
      for (GitRepository repository : repositories) {
        expectOneLive(platform, repository);
      }
      expectNoOrphans(platform);
    }
  }

  private List<GitRepository> repositories() {
    List<GitRepository> repositories = new ArrayList<>();
    for (int i = 0; i < SERVERS; i++) {
      repositories.add(GitRepository.of(work.resolve("server" + i), PlainServer.files("1.0.0")));
    }
    return repositories;
  }

  /* GitHub lets a person redeliver what was not answered with a success; so does this. */
  private static void pushUntilAccepted(
      PlatformProcess platform, GitRepository repository, int number) {
    String before = number == 0 ? Webhook.NO_COMMIT : repository.head();
    String after =
        number == 0
            ? repository.head()
            : repository.commit("Change", PlainServer.files("1.0." + number));
    await()
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () ->
                new Webhook(platform)
                        .push(
                            repository,
                            before,
                            after,
                            1_000 + number,
                            repository.path().getFileName() + "-" + number)
                        .statusCode()
                    < 300);
  }

  private static void killAndRestart(PlatformProcess platform, Random random) {
    LockSupport.parkNanos(random.nextLong(LONGEST_LIFE.toNanos()));
    platform.kill();
    platform.restart();
  }

  private static void expectOneLive(PlatformProcess platform, GitRepository repository) {
    String path = "/api/v1/deployments/" + repository.path().getFileName() + "/releases?limit=100";
    JsonNode releases =
        await()
            .atMost(Duration.ofMinutes(3))
            .until(
                () -> platform.api("GET", path).path("items"),
                items -> items.findValuesAsText("phase").stream().allMatch("ended"::equals));
    Set<String> commits = new HashSet<>();
    List<String> live = new ArrayList<>();
    for (JsonNode release : releases) {
      String commit = release.path("push").path("after").asText();
      assertThat(commits.add(commit)).as("one release for each push").isTrue();
      switch (release.path("state").asText()) {
        case "live" -> live.add(commit);
        case "superseded" -> {}
        default ->
            assertThat(release.path("failure").path("reason").asText())
                .as(release.toPrettyString())
                .isNotBlank();
      }
    }
    assertThat(commits).hasSize(PUSHES);
    assertThat(live).as(releases.toPrettyString()).containsExactly(repository.head());
  }

  /* Everything that names the data folder must descend from the platform that runs now. */
  private static void expectNoOrphans(PlatformProcess platform) {
    Set<Long> family = new HashSet<>();
    family.add(platform.pid());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              ProcessHandle.of(platform.pid())
                  .orElseThrow()
                  .descendants()
                  .forEach(child -> family.add(child.pid()));
              assertThat(ProcessHandle.allProcesses())
                  .filteredOn(
                      process ->
                          process
                              .info()
                              .commandLine()
                              .orElse("")
                              .contains(platform.data().toString()))
                  .allMatch(process -> family.contains(process.pid()));
            });
  }
}
