package dev.sigil.scanner.dependency.format;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Feeds every reader with broken files: each either gives dependencies or says that it cannot.
 * {@code -Dsigil.fuzz.rounds=100000} runs longer.
 */
class HostileManifestTest {
  private static final int ROUNDS = Integer.getInteger("sigil.fuzz.rounds", 100);
  private static final List<String> PIECES =
      List.of(
          "[",
          "{",
          "}",
          "]",
          "\"",
          "'",
          "\\",
          ":",
          ",",
          "=",
          "\n",
          "\u0000",
          "\uFFFF",
          "@",
          "/",
          "&a ",
          "*a ",
          "!!x ",
          "<",
          "<![CDATA[",
          "&#0;",
          "${a}",
          "1e999999999",
          "-",
          "\t",
          "[[package]]\n",
          "|\n",
          "%40",
          "(",
          "=>",
          "🙂",
          "999999999999999999999999",
          "==",
          "~=",
          "..",
          "\r",
          "#");
  private static final Map<String, String> SOUND =
      Map.ofEntries(
          Map.entry("package.json", "{\"dependencies\": {\"a\": \"^1.0.0\", \"b\": \"npm:c@1\"}}"),
          Map.entry(
              "package-lock.json",
              "{\"packages\": {\"\": {}, \"node_modules/a\": {\"version\": \"1.0.0\", \"dev\": true}}}"),
          Map.entry(
              "pnpm-lock.yaml",
              """
              importers:
                .:
                  dependencies:
                    a: {version: 1.0.0}
              packages:
                a@1.0.0:
                  resolution: {integrity: x}
              snapshots:
                a@1.0.0: {}
              """),
          Map.entry(
              "yarn.lock", "\"a@^1.0.0\":\n  version \"1.0.0\"\n  resolved \"https://x/a\"\n"),
          Map.entry(
              "requirements.txt",
              "a==1.0 \\\n --hash=sha256:00\nb[x]>=1 ; c\n-e git+https://x#egg=d\n"),
          Map.entry(
              "Pipfile.lock",
              "{\"default\": {\"a\": {\"version\": \"==1.0\", \"hashes\": [\"x\"]}}}"),
          Map.entry(
              "uv.lock",
              """
              [[package]]
              name = "a"
              version = "1"
              source = { editable = "." }
              dependencies = [{ name = "b" }]
              """),
          Map.entry(
              "pyproject.toml",
              "[project]\ndependencies = [\"a==1\"]\n[tool.poetry.dependencies]\nb = \"^1\"\n"),
          Map.entry("Cargo.toml", "[dependencies]\na = \"1\"\nb = { version = \"=1.0.0\" }\n"),
          Map.entry(
              "gradle/libs.versions.toml",
              "[versions]\nv = \"1\"\n[libraries]\na = { module = \"g:a\", version.ref = \"v\" }\n"),
          Map.entry(
              "go.mod",
              "module x\nrequire (\n\ta.b/c v1.0.0 // indirect\n)\nreplace a.b/c => ../c\n"),
          Map.entry(
              "pom.xml",
              "<project><properties><v>1</v></properties><dependencies><dependency><groupId>g</groupId>"
                  + "<artifactId>a</artifactId><version>${v}</version></dependency></dependencies></project>"),
          Map.entry("build.gradle", "implementation 'g:a:1.0'\n"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "package.json",
        "package-lock.json",
        "pnpm-lock.yaml",
        "yarn.lock",
        "requirements.txt",
        "Pipfile.lock",
        "uv.lock",
        "pyproject.toml",
        "Cargo.toml",
        "gradle/libs.versions.toml",
        "go.mod",
        "pom.xml",
        "build.gradle"
      })
  void brokenFile_isReadOrRefused(String path) {
    Random random = new Random(path.hashCode());
    String sound = SOUND.getOrDefault(path, "");

    for (int round = 0; round < ROUNDS; round++) {
      String broken = broken(sound, random);
      assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> read(path, broken), () -> path + ": " + broken);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{",
        "a = [",
        "{\"a\":",
        "- ",
        "<a>",
        "\"",
        "a:\n ",
        "(",
        "[[package]]\n",
        "a==1\\\n"
      })
  void repeatedPiece_endsInTime(String piece) {
    for (String path : SOUND.keySet()) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> read(path, piece.repeat(5_000)), () -> path);
    }
  }

  private static void read(String path, String text) {
    try {
      DependencyFormats.of(path).orElseThrow().read(path, text);
    } catch (UnreadableException e) {
      /* The other answer that is allowed. */
    }
  }

  private static String broken(String sound, Random random) {
    StringBuilder text = new StringBuilder(sound);
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(20));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.insert(at, text.substring(at, end));
        default ->
            text.insert(at, PIECES.get(random.nextInt(PIECES.size())).repeat(random.nextInt(300)));
      }
    }
    return text.toString();
  }
}
