package dev.sigil.scanner.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import dev.sigil.scanner.Scans;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets that only show once what is written is added up or decoded. */
class RewrittenTest {
  private static final String SECRET = SampleText.expand("<A:12>-<A:9>");

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "a.js ~ const secretKey = \"<A:9>\" + \"<A:9>\" + \"<A:9>\";",
        "a.py ~ github = 'ghp_' + '<crc:30>'",
        "Dockerfile ~ ENV ADMIN_TOKEN=<h:32>",
      })
  void secretInPieces_isFound(String path, String template) {
    assertThat(Scans.rules(path, SampleText.expand(template) + "\n"))
        .anyMatch(rule -> rule.startsWith("secret/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "a.js ~ const secretKey = \"the \" + \"name \" + \"of it\";",
        "a.py ~ password = base64.b64decode('Y2hhbmdlbWU=')",
        "a.py ~ picture = base64.b64decode('<A:40>')",
        "Dockerfile ~ ENV TOKEN_FILE=/run/secrets/token",
      })
  void ordinaryPieces_areLeftAlone(String path, String template) {
    assertThat(Scans.rules(path, SampleText.expand(template) + "\n"))
        .noneMatch(rule -> rule.startsWith("secret/"));
  }

  @Test
  void decodedPassword_isFoundAndNotShown() {
    String encoded = encoded(SECRET);
    List<Finding> found =
        Scans.find("a.py", "import base64\nPASSWORD = base64.b64decode('" + encoded + "')\n");

    assertThat(found).extracting(Finding::rule).containsExactly("secret/assigned");
    assertThat(found.getFirst().line()).isEqualTo(2);
    assertThat(found.getFirst().excerpt()).doesNotContain(encoded);
  }

  @Test
  void manifestOfSecrets_isReadByItsSections() {
    String manifest = "apiVersion: v1\nkind: %s\n%s:\n  password: %s\n";

    assertThat(rules(manifest.formatted("Secret", "data", encoded(SECRET))))
        .containsExactly("secret/assigned");
    assertThat(rules(manifest.formatted("Secret", "stringData", SECRET)))
        .containsExactly("secret/assigned");
    assertThat(rules(manifest.formatted("ConfigMap", "data", encoded(SECRET)))).isEmpty();
    assertThat(rules(manifest.formatted("Secret", "data", encoded("changeme")))).isEmpty();
    assertThat(rules("kind: Secret\n---\n" + manifest.formatted("Other", "data", encoded(SECRET))))
        .isEmpty();
  }

  private static List<String> rules(String manifest) {
    return Scans.rules("k8s/db.yaml", manifest);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
