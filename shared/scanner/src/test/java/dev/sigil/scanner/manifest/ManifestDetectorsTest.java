package dev.sigil.scanner.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import dev.sigil.scanner.Scans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestDetectorsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "build:\n  dockerBuildPath: ..\n",
        "build:\n  dockerBuildPath: a/../../b\n",
        "build: {dockerfile: /etc/passwd}\n",
        "build:\n  context: ~/x\n"
      })
  void buildPathThatLeaves_blocks(String yaml) {
    assertThat(Scans.rules("smithery.yaml", yaml)).containsExactly("manifest/path-escape");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build:\n  dockerBuildPath: ./server\n",
        "startCommand:\n  commandFunction: |-\n    (c) => ({args: ['../x']})\n",
        "build: {dockerfile: Dockerfile}\nworkdir: /app\n"
      })
  void buildPathInside_passes(String yaml) {
    assertThat(Scans.rules("smithery.yaml", yaml)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "packages/a/smithery.yaml ~ 'build: {dockerBuildPath: ../..}' ~ ''",
        "packages/a/smithery.yaml ~ 'build: {dockerBuildPath: ../../..}' ~ manifest/path-escape",
        ".devcontainer/devcontainer.json ~ '{dockerFile: ../Dockerfile}' ~ ''",
        ".devcontainer/devcontainer.json ~ '{dockerFile: ../../Dockerfile}' ~ manifest/path-outside",
        "compose.yaml ~ 'services: {a: {build: {context: a/b, dockerfile: ../../Dockerfile}}}' ~ ''",
        "compose.yaml ~ 'services: {a: {build: {dockerfile: ../Dockerfile, context: a}}}' ~ ''",
        "compose.yaml ~ 'services: {a: {build: {context: ../other}}}' ~ manifest/path-outside",
        "compose.yaml ~ 'services: {a: {entrypoint: /etc/prometheus/entrypoint.sh}}' ~ ''",
        "compose.yaml ~ 'services: {a: {build: {context: https://x.dev/a.git}}}' ~ ''"
      })
  void buildPath_isJudgedFromWhereItStands(String path, String yaml, String rule) {
    assertThat(String.join("", Scans.rules(path, yaml))).isEqualTo(rule);
  }

  @Test
  void buildPath_namesItsLine() {
    assertThat(Scans.find("smithery.yaml", "a: 1\nbuild:\n  dockerBuildPath: ..\n"))
        .extracting(Finding::line)
        .containsExactly(3);
  }

  @Test
  void yamlBomb_isNotExpanded() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(Scans.rules("smithery.yaml", bomb + "build: {context: ..}\n"))
        .containsExactly("manifest/path-escape");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "git+https://x.dev/a.git ~ manifest/unregistered-dependency",
        "acme/lib ~ manifest/unregistered-dependency",
        "https://x.dev/a.tgz ~ manifest/unregistered-dependency",
        "github:acme/lib#0123456789012345678901234567890123456789 ~ ''",
        "file:../../outside ~ manifest/dependency-escape",
        "file:./vendor/a ~ ''",
        "^1.2.3 ~ ''",
        "workspace:* ~ ''",
        "npm:left-pad@1.3.0 ~ ''"
      })
  void npmDependency_isJudged(String version, String rule) {
    String manifest = "{\"dependencies\":{\"a\":\"" + version + "\"}}";

    assertThat(String.join("", Scans.rules("server/package.json", manifest))).isEqualTo(rule);
  }

  @Test
  void duplicateKeyOrBrokenJson_warns() {
    assertThat(Scans.rules("package.json", "{\"main\":\"a\",\"main\":\"b\"}"))
        .containsExactly("manifest/malformed");
    assertThat(Scans.rules("package.json", "{")).containsExactly("manifest/malformed");
  }

  @Test
  void requirementFromUrl_warnsUnlessPinned() {
    assertThat(Scans.rules("requirements.txt", "flask\ngit+https://x.dev/a.git@main\n"))
        .containsExactly("manifest/unregistered-dependency");
    assertThat(
            Scans.rules(
                "requirements.txt",
                "a @ git+https://x.dev/a.git@0123456789012345678901234567890123456789\n"))
        .isEmpty();
  }

  @Test
  void submodule_isNotedOrBlocked() {
    assertThat(Scans.rules(".gitmodules", "[submodule \"a\"]\n path = a\n url = https://x.dev/a\n"))
        .containsExactly("manifest/content-elsewhere");
    assertThat(Scans.rules(".gitmodules", "[submodule \"a\"]\n url = --upload-pack=touch\n"))
        .containsExactly("manifest/submodule-unsafe");
  }

  @Test
  void lfsPointer_isNoted() {
    assertThat(Scans.rules("m.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"))
        .containsExactly("manifest/content-elsewhere");
  }
}
