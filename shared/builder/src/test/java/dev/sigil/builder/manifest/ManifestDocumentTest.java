package dev.sigil.builder.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** MCP-YAML.md says what the parser does. */
class ManifestDocumentTest {
  private static final Path DOCUMENT = Path.of("MCP-YAML.md");
  private static final Path SCHEMA =
      Path.of("src/main/resources/dev/sigil/builder/mcp.schema.json");

  static List<String> examples() throws IOException {
    return blocks("yaml");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examples_areValid(String yaml) {
    assertThat(ManifestReader.problems("mcp.yaml", yaml.getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }

  @Test
  void errors_areThoseOfTheParser() throws IOException {
    String yaml = "nmae: weather\ntransport: stdoi\n";
    List<ManifestProblem> problems =
        ManifestReader.problems("mcp.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(blocks("text").getFirst().lines().skip(1))
        .containsExactlyElementsOf(problems.stream().map(ManifestProblem::toString).toList());
  }

  @Test
  void fields_areThoseOfTheSchema() throws IOException {
    String text = Files.readString(DOCUMENT);
    List<String> rows =
        Pattern.compile("^\\| `([a-z]+)(?:\\.[a-z]+)?` \\|", Pattern.MULTILINE)
            .matcher(text)
            .results()
            .map(row -> row.group(1))
            .distinct()
            .toList();
    assertThat(Json.parse(Files.readString(SCHEMA)).path("properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(DOCUMENT))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }
}
