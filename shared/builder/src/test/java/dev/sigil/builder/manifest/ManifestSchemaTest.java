package dev.sigil.builder.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.sigil.core.build.Language;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parser and the editors' schema judge the same files alike. */
class ManifestSchemaTest {
  private static final Path MANIFESTS = Path.of("src/test/resources/manifests");

  static List<Path> valid() throws IOException {
    return files("valid");
  }

  static List<Path> invalid() throws IOException {
    return files("invalid");
  }

  /** What a schema cannot say, or an editor's YAML reader accepts. */
  static List<Path> strict() throws IOException {
    return files("strict");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void valid_isAcceptedByBoth(Path file) throws IOException {
    assertThat(problems(file)).isEmpty();
    assertThat(violations(file)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void invalid_isRefusedByBoth(Path file) throws IOException {
    assertThat(problems(file)).isNotEmpty();
    assertThat(violations(file)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("strict")
  void strict_isRefusedByTheParser(Path file) throws IOException {
    assertThat(problems(file)).isNotEmpty();
  }

  @Test
  void runtimes_areThoseOfTheTable() throws IOException {
    List<String> words = new ArrayList<>();
    for (Language language : Language.values()) {
      String name = language.name().toLowerCase(Locale.ROOT);
      words.add(name);
      Runtimes.versions(language).forEach(version -> words.add(name + "@" + version));
    }
    List<String> listed = new ArrayList<>();
    Json.parse(schemaText())
        .at("/properties/runtime/enum")
        .forEach(word -> listed.add(word.asText()));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(words);
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(MANIFESTS.resolve(folder))) {
      return files.sorted().toList();
    }
  }

  private static List<ManifestProblem> problems(Path file) throws IOException {
    return ManifestReader.problems("mcp.yaml", Files.readAllBytes(file));
  }

  private static Set<ValidationMessage> violations(Path file) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaText());
    return schema.validate(Files.readString(file), InputFormat.YAML);
  }

  private static String schemaText() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            Manifest.class.getResourceAsStream("/dev/sigil/builder/mcp.schema.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
