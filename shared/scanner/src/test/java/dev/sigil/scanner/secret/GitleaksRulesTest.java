package dev.sigil.scanner.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.SourceScanner;
import dev.sigil.scanner.dependency.advisory.SeedAdvisories;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitleaksRulesTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final String RULE =
      """
      [[rules]]
      id = "acme"
      regex = '''(key|token)=(acme-[a-z0-9]{12})'''
      secretGroup = 2
      keywords = ["acme-"]
      """;

  @Test
  void rule_findsItsGroupAndWarns() {
    Finding found = scan(RULE, "a.py", "token=acme-q7x2m9k4p1zt").getFirst();

    assertThat(found.rule()).isEqualTo("secret/gitleaks-acme");
    assertThat(found.effect()).isEqualTo(Verdict.WARN);
    assertThat(found.excerpt()).startsWith("token=acme").doesNotContain("q7x2m9k4p1zt");
  }

  @ParameterizedTest
  @CsvSource({
    "'[rules.allowlist]\\nregexes = [\"m9k4\"]', false",
    "'[rules.allowlist]\\nregexes = [\"m0k4\"]', true",
    "'[[rules.allowlists]]\\nregexTarget = \"match\"\\nregexes = [\"^token=\"]', false",
    "'[[rules.allowlists]]\\nregexTarget = \"line\"\\nregexes = [\"# sample\"]', false",
    "'[[rules.allowlists]]\\nstopwords = [\"Q7X2\"]', false",
    "'[[rules.allowlists]]\\npaths = [\"\\\\.py$\"]', false",
    "'[[rules.allowlists]]\\npaths = [\"\\\\.go$\"]', true",
    "'[[rules.allowlists]]\\ncondition = \"AND\"\\npaths = [\"\\\\.py$\"]\\nstopwords = [\"zz\"]', true",
    "'[[rules.allowlists]]\\ncondition = \"AND\"\\npaths = [\"\\\\.py$\"]\\nstopwords = [\"q7\"]', false",
    "'[allowlist]\\npaths = [\"^a\"]', false",
    "'[[allowlists]]\\nregexes = [\"acme-q7\"]', false",
    "'[allowlist]\\ncommits = [\"0123\"]', true"
  })
  void allowList_isHonoured(String list, boolean found) {
    String toml = RULE + list.replace("\\n", "\n").replace("\\\\", "\\\\") + "\n";

    assertThat(scan(toml, "a.py", "token=acme-q7x2m9k4p1zt # sample").isEmpty())
        .as(toml)
        .isEqualTo(!found);
  }

  @Test
  void pathAndEntropy_boundARule() {
    assertThat(scan(RULE + "path = '''\\.go$'''\n", "a.py", "key=acme-q7x2m9k4p1zt")).isEmpty();
    assertThat(scan(RULE + "path = '''\\.py$'''\n", "a.py", "key=acme-q7x2m9k4p1zt")).hasSize(1);
    assertThat(scan(RULE + "entropy = 3.5\n", "a.py", "key=acme-abababababab")).isEmpty();
  }

  @Test
  void whatCannotBeTaken_isNamedWithItsReason() {
    SecretRules rules =
        GitleaksRules.parse(
            """
            [[rules]]
            id = "ahead"
            regex = '''x(?=y)'''
            keywords = ["x"]
            [[rules]]
            id = "broken"
            regex = '''x('''
            keywords = ["x"]
            [[rules]]
            id = "path-only"
            path = '''\\.p12$'''
            [[rules]]
            id = "eager"
            regex = '''[a-z]+'''
            [[rules]]
            id = "group"
            regex = '''(x)'''
            secretGroup = 3
            keywords = ["x"]
            [[rules]]
            id = 7
            regex = 9
            """);

    assertThat(rules.rules()).isEmpty();
    assertThat(rules.rejected())
        .hasSize(6)
        .anyMatch(reason -> reason.contains("ahead") && reason.contains("RE2 has no (?="))
        .anyMatch(reason -> reason.contains("broken") && reason.contains("missing closing )"))
        .anyMatch(reason -> reason.contains("path-only") && reason.contains("no regex"))
        .anyMatch(reason -> reason.contains("eager") && reason.contains("no keyword"))
        .anyMatch(reason -> reason.contains("group 3"))
        .anyMatch(reason -> reason.contains("number 6"));
    assertThat(GitleaksRules.parse("[[rules]\n").rejected())
        .anyMatch(r -> r.startsWith("Not TOML"));
  }

  private static List<Finding> scan(String toml, String path, String text) {
    SecretRules rules = GitleaksRules.parse(toml);
    assertThat(rules.rejected()).isEmpty();
    return new SourceScanner(List.of(rules), SeedAdvisories.standard(), CLOCK)
        .scan(MemoryTree.of(path, text), "").findings().stream()
            .filter(finding -> finding.rule().contains("gitleaks"))
            .toList();
  }
}
