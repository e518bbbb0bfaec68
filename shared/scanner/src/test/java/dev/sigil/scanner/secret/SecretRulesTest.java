package dev.sigil.scanner.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.Scans;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretRulesTest {
  @Test
  void standardRules_allPassTheirOwnTests() {
    SecretRules rules = SecretRules.standard();

    assertThat(rules.rejected()).isEmpty();
    assertThat(rules.rules()).hasSizeGreaterThan(110);
    assertThat(rules.rules()).extracting(rule -> rule.rule().id()).doesNotHaveDuplicates();
  }

  @Test
  void ruleThatMissesItsExample_isNotLoaded() {
    SecretRules rules =
        SecretRules.parse(
            "rules: [{id: x, name: X, keywords: [abc], token: 'abc[0-9]{9}', yes: ['abc<d:3>'], no: ['q']}]");

    assertThat(rules.rules()).isEmpty();
    assertThat(rules.rejected()).singleElement().asString().contains("fails its own tests");
  }

  @Test
  void ruleThatHitsItsNearMiss_isNotLoaded() {
    SecretRules rules =
        SecretRules.parse(
            "rules: [{id: x, name: X, keywords: [abc], token: 'abc[0-9]{9}', yes: ['abc<d:9>'], no: ['abc<d:9>']}]");

    assertThat(rules.rules()).isEmpty();
  }

  @Test
  void ruleWithBackreference_isNotRe2() {
    SecretRules rules =
        SecretRules.parse(
            "rules: [{id: x, name: X, keywords: [abc], regex: '(abc)\\1', yes: [], no: []}]");

    assertThat(rules.rejected()).singleElement().asString().contains("not RE2");
  }

  @Test
  void everyRule_isFoundInAFile() {
    /* The same examples again, but through the scanner: keyword pass, windows, overlaps. */
    assertThat(Scans.rules("a.py", "k = \"" + SampleText.expand("ghp_<crc:30>") + "\""))
        .containsExactly("secret/github-token");
    assertThat(Scans.rules("a.pem", SampleText.expand("<pem:1200>")))
        .containsExactly("secret/private-key");
    assertThat(Scans.rules("a.js", "x('" + SampleText.expand("<jwt>") + "')"))
        .containsExactly("secret/jwt");
  }

  @Test
  void wrongChecksum_onlyWarns() {
    String token = SampleText.expand("ghp_<A:36>");

    assertThat(Scans.find("a.py", "k = '" + token + "'"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.effect()).isEqualTo(Verdict.WARN));
  }

  @Test
  void tokensOfTooManyServices_areSamples() {
    List<String> tokens =
        Stream.of(
                "ghp_<crc:30>",
                "github_pat_<A:22>_<A:59>",
                "glpat-<A:20>",
                "gloas-<h:64>",
                "npm_<crc:30>",
                "rubygems_<h:48>",
                "dckr_pat_<A:27>",
                "sgp_<h:40>",
                "bkua_<h:40>",
                "CCIPAT_<A:22>_<h:40>",
                "PMAK-<h:24>-<h:34>",
                "dop_v1_<h:64>",
                "vcp_<A:56>")
            .map(SampleText::expand)
            .toList();

    assertThat(verdict(tokens)).isEqualTo(Verdict.WARN);
    assertThat(verdict(tokens.subList(0, 8))).isEqualTo(Verdict.BLOCK);
  }

  private static Verdict verdict(List<String> tokens) {
    return Scans.scan(MemoryTree.of("a.go", String.join("\n", tokens))).verdict();
  }

  @Test
  void twoTokensOnOneLine_areBothFound() {
    String line = SampleText.expand("a='glpat-<A:20>' b='npm_<crc:30>'");

    assertThat(Scans.rules("a.py", line))
        .containsExactly("secret/gitlab-token", "secret/npm-token");
  }

  @Test
  void gitleaksFile_isImported() {
    SecretRules rules =
        GitleaksRules.parse(
            """
            [[rules]]
            id = "acme"
            description = "Acme token"
            regex = '''\\b(acme_[a-z0-9]{16})\\b'''
            entropy = 3.0
            keywords = ["acme_"]
            [[rules]]
            id = "path-only"
            path = '''\\.p12$'''
            [[rules]]
            id = "third-group"
            regex = '''(a)(b)(c)'''
            secretGroup = 3
            keywords = ["abc"]
            [[rules]]
            id = "lookahead"
            regex = '''(?=a)b'''
            keywords = ["abc"]
            """);

    assertThat(rules.rules())
        .extracting(rule -> rule.rule().id())
        .containsExactly("secret/gitleaks-acme", "secret/gitleaks-third-group");
    assertThat(rules.rejected()).hasSize(2);
    assertThat(rules.rules().getFirst().detects(SampleText.expand("x acme_<a:16> y"))).isTrue();
  }

  @Test
  void gitleaksFileThatIsNotToml_givesAReason() {
    assertThat(GitleaksRules.parse("[[rules").rejected()).isNotEmpty();
  }
}
