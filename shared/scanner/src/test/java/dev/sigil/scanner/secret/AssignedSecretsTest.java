package dev.sigil.scanner.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.Scans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignedSecretsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password = \"<A:14>\"",
        "DB_PASSWORD: str = '<A:14>'",
        "apiKey: `<h:24>`,",
        "\"client_secret\": \"<A:24>\"",
        "config['secret'] = '<A:20>'",
        "os.environ.setdefault(\"API_TOKEN\", \"<A:24>\")",
        "AUTH_TOKEN => '<A:24>'",
        "\"password\": \"db_password_123\"",
        "lines = [\"API_KEY:     <A:24>\"]"
      })
  void randomValueUnderATellingName_warns(String template) {
    assertThat(Scans.rules("src/a.py", SampleText.expand(template)))
        .containsExactly("secret/assigned");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password = os.environ['PASSWORD']",
        "password = 'changeme'",
        "token_url = 'https://login.acme.dev/oauth2/v1/token/9f8'",
        "token = `Bearer ${accessToken}`",
        "apiKey: 'your-api-key-9f8a7'",
        "secret_name = 'projects/9f8/secrets/a7'",
        "tokenType: 'urn:ietf:params:oauth:token-type:jwt'",
        "password_hash = '<h:64>'",
        "if token == '<A:24>':",
        "passwordPlaceholder = 'Abc12345!x'",
        "token = next_token9(stream7)",
        "API_KEY = 'MY_SERVICE_API_KEY_2'",
        "\"hashed_secret\": \"<h:40>\",",
        "run('token', '--skip-browser2b')",
        "client_token = 'unique-token-1234'",
        "secret_detection = '<A:20>'",
        "token = '2026-08-09T23:59:59Z'",
        "password = 'forgotten_password_form'",
        "key: str = Field(default=\"VT_API_KEY\", description=\"Env7var\")",
        "print(\"api_key: <A:24>\")",
        "    >>> login(password='<A:14>')"
      })
  void ordinaryCode_isLeftAlone(String template) {
    assertThat(Scans.rules("src/a.py", SampleText.expand(template))).isEmpty();
  }

  @Test
  void keyThatAnImageWritesLineByLine_isOne() {
    String begin = "RUN echo '-----BEGIN OPENSSH " + "PRIVATE KEY-----' > /root/.ssh/id && \\\n";
    String line = "    echo '<A:64>' >> /root/.ssh/id && \\\n";
    String end = "    echo '-----END OPENSSH " + "PRIVATE KEY-----' >> /root/.ssh/id\n";

    assertThat(Scans.rules("Dockerfile", SampleText.expand(begin + line.repeat(4) + end)))
        .contains("secret/private-key");
    assertThat(Scans.rules("Dockerfile", begin + "    echo 'read from a mount'\n" + end))
        .doesNotContain("secret/private-key");
  }

  @Test
  void secretOfATestBesideTheCode_countsLess() {
    String key = SampleText.expand("let token = \"<A:24>\";\n");

    assertThat(Scans.find("src/a.rs", key).getFirst().effect()).isEqualTo(Verdict.WARN);
    assertThat(Scans.find("src/a.rs", "#[cfg(test)]\nmod tests {\n" + key + "}\n").getFirst())
        .extracting(Finding::effect)
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void unquotedValue_countsInEnvironmentFilesOnly() {
    String line = SampleText.expand("DB_PASSWORD=<A:20>\n");

    assertThat(Scans.rules("deploy/.env", line)).containsExactly("secret/assigned");
    assertThat(Scans.rules("deploy/run.py", line)).isEmpty();
  }

  @Test
  void credentialsInALongText_count() {
    String text =
        SampleText.expand(
            "def note():\n    return \"\"\"\n    Admin Password: hunter_<A:10>7!\n    \"\"\"\n");

    assertThat(Scans.rules("src/a.py", text)).containsExactly("secret/assigned");
    assertThat(
            Scans.rules(
                "src/a.py",
                "def f(password):\n    \"\"\"Logs in.\n\n    password: optional\n    \"\"\"\n"))
        .isEmpty();
  }

  @Test
  void tokenTypedByHand_warnsAndExampleKeyIsANotice() {
    String typed = "GITHUB_TOKEN = '" + "gh" + "p_1234567890abcdefghijklmnopqrstuvwxyz12'";
    String example = "AWS_ACCESS_KEY_ID = '" + "AKIA" + "IOSFODNN7EXAMPLE'";

    assertThat(Scans.scan(MemoryTree.of("src/a.py", typed)).verdict()).isEqualTo(Verdict.WARN);
    assertThat(Scans.find("src/a.py", example))
        .extracting(Finding::rule, Finding::effect)
        .containsExactly(tuple("secret/aws-access-key-id", Verdict.PASS));
  }
}
