package dev.sigil.embedded.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.build.Language;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.LogReader.Line;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.embedded.host.HostTools;
import dev.sigil.embedded.log.FileLogReader;
import dev.sigil.embedded.log.LogFiles;
import dev.sigil.testkit.build.ImageBuilderContract;
import dev.sigil.testkit.event.MemoryEvents;
import dev.sigil.testkit.source.FakeSourceFetcher;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.store.MemoryDocumentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalImageBuilderTest extends ImageBuilderContract {
  private static final Repository REPOSITORY = new Repository("https://example.org/acme/s.git");

  @TempDir Path data;
  private final MemoryEvents events = new MemoryEvents();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final FakeSourceFetcher sources = new FakeSourceFetcher();
  private Commit commit = Commit.NONE;
  private LocalImageBuilder builder;

  @BeforeEach
  void open() throws IOException {
    commit = sources.push(REPOSITORY, "main", MemorySourceTree.of("server.txt", "served"));
    builder = open(Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    builder.close();
  }

  @Override
  protected Repository repository() {
    return REPOSITORY;
  }

  @Override
  protected Commit commit() {
    return commit;
  }

  @Override
  protected ImageBuilder builder() {
    return builder;
  }

  @Override
  protected List<BuildFinished> awaitOutcomes(int count) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> events.published(BuildFinished.class), found -> found.size() >= count);
  }

  @Test
  void artifact_holdsTheTreeAndWhatStepsMade() throws IOException {
    builder.submit(request("aaaa", plan(step("cp", "server.txt", "copied.txt"))));

    LocalArtifact artifact =
        LocalArtifact.open(
            data.resolve("artifacts"),
            Objects.requireNonNull(awaitOutcomes(1).getFirst().artifact()));
    assertThat(Files.readString(artifact.files().resolve("copied.txt"))).isEqualTo("served");
    assertThat(artifact.start()).containsExactly("cat", "server.txt");
  }

  @Test
  void output_isLoggedAndEndsTheReason() {
    builder.submit(request("aaaa", plan(step("ls", "/nowhere"))));

    assertThat(failure().reason()).contains("/nowhere");
    assertThat(log()).anySatisfy(line -> assertThat(line.text()).contains("/nowhere"));
  }

  @Test
  void slowBuild_isStoppedWithEverythingItStarted() throws IOException {
    builder.close();
    builder = open(Duration.ofMillis(600));

    builder.submit(request("aaaa", plan(step("python3", "-c", FORKS))));

    assertThat(failure().code()).isEqualTo(ErrorCode.BUILD_TIMEOUT);
    await().until(() -> strays().isEmpty());
    assertThat(directories("artifacts")).isEmpty();
  }

  @Test
  void cancel_stopsWhatRuns() {
    builder.submit(request("aaaa", plan(step("python3", "-c", FORKS))));
    await().until(() -> !strays().isEmpty());

    builder.cancel(release("aaaa"));

    await().until(() -> strays().isEmpty());
    assertThat(events.published(BuildFinished.class)).isEmpty();
  }

  @Test
  void resume_beginsAgainWhatACrashInterrupted() throws IOException {
    builder.submit(request("aaaa", plan(step("python3", "-c", FORKS))));
    await().until(() -> !strays().isEmpty());
    builder.close();
    await().until(() -> strays().isEmpty());
    assertThat(events.published()).isEmpty();

    builder = open(Duration.ofMillis(300));
    builder.resume();

    assertThat(failure().code()).isEqualTo(ErrorCode.BUILD_TIMEOUT);
  }

  @Test
  void missingTool_isNamedBeforeAnythingRuns() {
    builder.submit(request("aaaa", plan(step("cp", "server.txt", "x"), step("no-such-tool"))));

    assertThat(failure().code()).isEqualTo(ErrorCode.BUILD_TOOL_MISSING);
    assertThat(failure().reason()).contains("no-such-tool");
  }

  @Test
  void container_isRefusedWithAWayOut() {
    builder.submit(request("aaaa", plan(Language.CONTAINER, List.of())));

    assertThat(failure().code()).isEqualTo(ErrorCode.BUILD_TOOL_MISSING);
    assertThat(failure().hint()).contains("mcp.yaml");
  }

  @Test
  void build_seesNeitherThePlatformsVariablesNorItsFiles() throws IOException {
    Path secret = Files.writeString(data.resolve("platform-secret"), "hidden");
    String look =
        "import os,sys; print(sorted(os.environ)); sys.exit(os.path.exists('" + secret + "'))";

    builder.submit(request("aaaa", plan(step("python3", "-c", look))));

    BuildFinished outcome = awaitOutcomes(1).getFirst();
    assertThat(outcome.failure()).as("%s", log()).isNull();
    assertThat(log()).noneMatch(line -> line.text().contains("PLATFORM_TOKEN"));
    assertThat(log()).noneMatch(line -> line.text().contains("npm_config_registry"));
    assertThat(log()).anyMatch(line -> line.text().contains("HTTPS_PROXY"));
  }

  @Test
  void deleteAll_leavesNoFile() throws IOException {
    builder.submit(request("aaaa", plan(step("true"))));
    awaitOutcomes(1);

    builder.deleteAll(release("aaaa").deployment());

    assertThat(directories("artifacts")).isEmpty();
    assertThat(directories("logs")).isEmpty();
  }

  /* Forks a child that detaches itself; both carry the name of the test's folder and wait. */
  private static final String FORKS =
      "import os,time; os.fork() or os.setsid(); marker='sigil-build-test'; time.sleep(600)";

  private static List<ProcessHandle> strays() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains("sigil-build-test"))
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .toList();
  }

  private Failure failure() {
    return Objects.requireNonNull(awaitOutcomes(1).getFirst().failure());
  }

  private List<Line> log() {
    return new FileLogReader(data.resolve("logs"))
        .read(release("aaaa").deployment(), Source.BUILD, 1_000, null)
        .lines();
  }

  private List<Path> directories(String name) throws IOException {
    Path directory = data.resolve(name);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private LocalImageBuilder open(Duration timeout) throws IOException {
    BuildSettings settings =
        new BuildSettings(
            data.resolve("artifacts"),
            data.resolve("cache"),
            SourceLimits.DEFAULT,
            2,
            timeout,
            2_048,
            List.of(),
            Map.of(
                "PLATFORM_TOKEN", "hidden",
                "npm_config_registry", "https://user:hidden@registry.example",
                "HTTPS_PROXY", "http://127.0.0.1:1"));
    InstantSource clock = InstantSource.system();
    return new LocalImageBuilder(
        settings,
        HostTools.detect(),
        store,
        sources,
        events,
        new LogFiles(data.resolve("logs"), clock),
        clock);
  }
}
