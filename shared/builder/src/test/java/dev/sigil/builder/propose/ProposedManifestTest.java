package dev.sigil.builder.propose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.builder.Planner;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.source.SourceTree;
import dev.sigil.core.source.SourceTree.Entry;
import dev.sigil.testkit.source.MemorySourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProposedManifestTest {
  private static final Path EXAMPLES = Path.of("examples");

  private final Planner planner = new Planner();

  static List<String> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders
          .filter(folder -> !Files.exists(folder.resolve("mcp.yaml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void manifest_saysWhatIsDetected(String example) {
    MemorySourceTree tree = read(EXAMPLES.resolve(example));
    BuildPlan before = planner.plan(tree, "");

    ProposedManifest proposed = ProposedManifest.of(planner, tree, "");

    assertThat(proposed.valid()).as(proposed.yaml()).isTrue();
    BuildPlan after = planner.plan(with(tree, "mcp.yaml", proposed.yaml()), "");
    assertThat(after.detectedBy()).isEqualTo("mcp.yaml");
    assertThat(after.start()).isEqualTo(before.start());
    assertThat(after.steps()).isEqualTo(before.steps());
    assertThat(after.folder()).isEqualTo(before.folder());
    assertThat(after.name()).isEqualTo(before.name());
    assertThat(after.runtime()).isEqualTo(before.runtime());
    assertThat(after.runtimeVersion()).isEqualTo(before.runtimeVersion());
    assertThat(after.transport()).isEqualTo(before.transport());
    assertThat(after.path()).isEqualTo(before.path());
    assertThat(after.environment()).isEqualTo(before.environment());
    assertThat(after.secrets()).isEqualTo(before.secrets());
    assertThat(after.dockerfile()).isEqualTo(before.dockerfile());
  }

  @Test
  void smithery_isCarriedOverAndItsRestExplained() {
    String smithery =
        """
        startCommand:
          type: stdio
          configSchema:
            type: object
            properties:
              apiKey: {type: string}
              region: {type: string}
          commandFunction: |-
            (config) => ({ command: 'node', args: ['index.js'], env: { API_KEY: config.apiKey } })
        env:
          LOG_LEVEL: info
          bad-name: x
        """;

    ProposedManifest proposed = ProposedManifest.of(planner, node(smithery), "");

    assertThat(proposed.valid()).as(proposed.yaml()).isTrue();
    assertThat(proposed.yaml())
        .contains("start: [\"node\",\"index.js\"]")
        .contains("  - name: API_KEY")
        .contains("LOG_LEVEL: info")
        .contains("transport: stdio");
    assertThat(proposed.notes())
        .anyMatch(note -> note.contains("bad-name"))
        .anyMatch(note -> note.contains("not read by the command: region"));
  }

  @Test
  void smithery_whoseCommandIsComputed_isNotRun() {
    String smithery =
        """
        startCommand:
          type: stdio
          commandFunction: |-
            (config) => { process.exit(1); return { command: config.x ? 'a' : 'b', args: f() } }
        """;

    ProposedManifest proposed = ProposedManifest.of(planner, node(smithery), "");

    assertThat(proposed.valid()).isTrue();
    assertThat(proposed.notes()).anyMatch(note -> note.contains("is not run"));
  }

  private static MemorySourceTree node(String smithery) {
    String json =
        """
        {"name":"weather","scripts":{"start":"node index.js"},
         "dependencies":{"@modelcontextprotocol/sdk":"1.0.0"}}
        """;
    return MemorySourceTree.of(
        "package.json",
        json,
        "index.js",
        "import '@modelcontextprotocol/sdk'",
        "smithery.yaml",
        smithery);
  }

  private static MemorySourceTree read(Path directory) {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = directory.relativize(file).toString();
        if (!path.startsWith("expected")) {
          files.put(path, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return MemorySourceTree.of(files);
  }

  private static MemorySourceTree with(SourceTree tree, String path, String content) {
    Map<String, byte[]> files = new TreeMap<>();
    try {
      for (Entry file : tree.files()) {
        files.put(file.path(), tree.read(file.path(), Integer.MAX_VALUE).orElseThrow());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.put(path, content.getBytes(StandardCharsets.UTF_8));
    return MemorySourceTree.of(files);
  }
}
