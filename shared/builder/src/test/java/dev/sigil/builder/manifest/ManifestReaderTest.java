package dev.sigil.builder.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  @Test
  void read_complete() {
    Manifest manifest =
        read(
            """
            name: weather
            version: 2.1.0
            runtime: python@3.10
            folder: ./servers/weather/
            start: .venv/bin/python 'my server.py' --quiet
            transport: http
            path: /v1/mcp
            scaling: { min: 1, max: 5, idle: 2h }
            secrets: [API_TOKEN]
            visibility: private
            """);
    assertThat(manifest.name()).isEqualTo("weather");
    assertThat(manifest.runtime()).isEqualTo(Language.PYTHON);
    assertThat(manifest.runtimeVersion()).isEqualTo("3.10");
    assertThat(manifest.folder()).isEqualTo("servers/weather");
    assertThat(manifest.start()).containsExactly(".venv/bin/python", "my server.py", "--quiet");
    assertThat(manifest.transport()).isEqualTo(Transport.HTTP);
    assertThat(manifest.scaling()).isEqualTo(new Scaling(1, 5, 20, Duration.ofHours(2)));
    assertThat(manifest.secrets()).allMatch(secret -> secret.required());
    assertThat(manifest.visibility()).isEqualTo(Visibility.PRIVATE);
  }

  @Test
  void read_everyProblemAtOnce_inTheOrderOfTheFile() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    nmae: weather
                    version: 1.2
                    transport: stdoi
                    scaling:
                      idel: 5m
                    """))
        .isInstanceOfSatisfying(
            SigilException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_INVALID))
        .hasMessage(
            """
            mcp.yaml has 4 problems:
            mcp.yaml:1:1: Unknown field "nmae". Did you mean "name"?
            mcp.yaml:2:10: "version" must be a semantic version such as 1.2.0. Write it in quotes.
            mcp.yaml:3:12: "transport" must be one of http, stdio. Did you mean "stdio"?
            mcp.yaml:5:3: Unknown field "scaling.idel". Did you mean "idle"?""");
  }

  @Test
  void problems_haveLineAndColumn() {
    assertThat(problems("name: ok\nsecrets:\n  - name: lower\n"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("mcp.yaml");
              assertThat(problem.line()).isEqualTo(3);
              assertThat(problem.column()).isEqualTo(11);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nname: weather\n",
        "name: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://127.0.0.1/\"]]\n",
        "name: !custom weather\n",
        "? [a, b]\n: c\n",
        "<<: { name: a }\n",
        "name: [unclosed\n",
        "\tname: weather\n",
        "name: \u0000\n",
        "",
        "# nothing\n",
        "weather\n"
      })
  void problems_hostileOrNoMapping(String yaml) {
    assertThat(problems(yaml)).isNotEmpty();
  }

  @Test
  void problems_deeplyNested() {
    assertThat(problems("name: " + "[".repeat(20_000) + "]".repeat(20_000)))
        .anyMatch(problem -> problem.message().contains("nested too deeply"));
  }

  @Test
  void problems_tooLarge() {
    assertThat(ManifestReader.problems("mcp.yaml", new byte[10 << 20]))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("larger than"));
  }

  @Test
  void problems_notUtf8() {
    assertThat(ManifestReader.problems("mcp.yaml", new byte[] {(byte) 0xc3, 0x28})).isNotEmpty();
  }

  @Test
  void problems_ofAWrongFile_areBounded() {
    assertThat(problems(many(1_000))).hasSizeLessThan(51);
  }

  private static String many(int fields) {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < fields; i++) {
      yaml.append("field").append(i).append(": x\n");
    }
    return yaml.toString();
  }

  private static Manifest read(String yaml) {
    return ManifestReader.read("mcp.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<ManifestProblem> problems(String yaml) {
    return ManifestReader.problems("mcp.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }
}
