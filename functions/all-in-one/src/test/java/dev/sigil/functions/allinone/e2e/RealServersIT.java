package dev.sigil.functions.allinone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Servers that others published, deployed from repositories that name their package, and called by
 * the official clients through the gateway.
 */
final class RealServersIT {
  private static final List<String> SERVERS =
      List.of(
          "java-sdk",
          "everything-stdio",
          "everything-http",
          "memory",
          "filesystem",
          "sequential-thinking");

  /** Servers whose build needs one more registry, by the tag of their test. */
  private static final Map<String, String> MORE_REGISTRIES =
      Map.of("pypi", "python-fastmcp", "go", "go-sdk");

  private static final Set<String> EXCLUDED =
      Set.of(System.getProperty("e2e.excludedGroups", "").split(","));
  private static final Map<String, String> RELEASES = new HashMap<>();

  @TempDir static Path work;
  private static PlatformProcess platform;
  private static OfficialClients clients;

  @BeforeAll
  static void start() {
    platform = PlatformProcess.start(work.resolve("data"));
    clients = new OfficialClients(platform.token());
    SERVERS.forEach(RealServersIT::submit);
    MORE_REGISTRIES.entrySet().stream()
        .filter(entry -> !EXCLUDED.contains(entry.getKey()))
        .forEach(entry -> submit(entry.getValue()));
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          everything-stdio    | echo               | {"message": "hello"}  | hello
          everything-http     | echo               | {"message": "hello"}  | hello
          memory              | read_graph         | {}                    | entities
          filesystem          | list_directory     | {"path": "."}         | hello.txt
          sequential-thinking | sequentialthinking | {"thought": "one", "nextThoughtNeeded": false, "thoughtNumber": 1, "totalThoughts": 1} | thoughtHistoryLength
          java-sdk            | reverse            | {"text": "stressed"}  | desserts
          """)
  void publishedServer_answersOfficialClients(
      String name, String tool, String arguments, String expected) {
    URI endpoint = deployed(name);

    JsonNode seen = clients.typescript(endpoint, tool, arguments);
    assertThat(seen.path("result").path("content").path(0).path("text").asText())
        .as(seen.toPrettyString())
        .contains(expected);
    assertThat(clients.inspector(endpoint).path("tools").findValuesAsText("name")).contains(tool);
  }

  @ParameterizedTest
  @CsvSource({"everything-stdio", "everything-http"})
  void progress_arrivesWhileTheToolRuns(String name) {
    JsonNode seen =
        clients.typescript(
            deployed(name), "trigger-long-running-operation", "{\"duration\": 1, \"steps\": 4}");

    assertThat(seen.path("progress")).as(seen.toPrettyString()).hasSize(4);
  }

  @Test
  void loggingNotifications_reachTheClient() {
    JsonNode seen =
        clients.typescript(deployed("everything-http"), "toggle-simulated-logging", "{}");

    assertThat(seen.path("notifications").toString()).contains("notifications/");
  }

  @Test
  @Tag("pypi")
  void pythonServer_answersWithProgress() {
    JsonNode seen =
        clients.typescript(deployed("python-fastmcp"), "count_words", "{\"text\": \"a b c\"}");

    assertThat(seen.path("result").path("content").path(0).path("text").asText()).isEqualTo("3");
    assertThat(seen.path("progress")).hasSize(3);
  }

  @Test
  @Tag("go")
  void goServer_answers() {
    JsonNode seen = clients.typescript(deployed("go-sdk"), "upper", "{\"text\": \"low\"}");

    assertThat(seen.path("result").path("content").path(0).path("text").asText()).isEqualTo("LOW");
  }

  /* All at once, since most of a build is waiting for a registry. */
  private static void submit(String name) {
    try {
      GitRepository repository =
          GitRepository.copyOf(
              work.resolve("repositories").resolve(name), Path.of("src/test/repositories", name));
      RELEASES.put(name, platform.submit(repository.path(), name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI deployed(String name) {
    platform.awaitLive(String.valueOf(RELEASES.get(name)));
    return platform.endpoint(name);
  }
}
