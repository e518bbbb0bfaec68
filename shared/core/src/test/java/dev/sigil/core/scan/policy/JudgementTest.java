package dev.sigil.core.scan.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.SigilException;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.scan.CodeFrame;
import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.Waived;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Finding SSRF = finding(ThreatClass.SSRF, Severity.HIGH, Verdict.WARN, "s");
  private static final Finding SQL =
      finding(ThreatClass.SQL_INJECTION, Severity.CRITICAL, Verdict.BLOCK, "q");
  private static final Finding POISON =
      finding(ThreatClass.POISONING, Severity.CRITICAL, Verdict.BLOCK, "p");

  @Test
  void policies_differInWhatTheyLetPass() {
    assertThat(verdict("default", SSRF)).isEqualTo(Verdict.WARN);
    assertThat(verdict("strict", SSRF)).isEqualTo(Verdict.BLOCK);
    assertThat(verdict("default", SQL)).isEqualTo(Verdict.BLOCK);
    assertThat(verdict("relaxed", SQL)).isEqualTo(Verdict.WARN);
    assertThat(verdict("relaxed", POISON)).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void strict_spareWhatIsDeclared() {
    Finding declared =
        new Finding(
            "taint/command-injection",
            ThreatClass.COMMAND_INJECTION,
            Severity.HIGH,
            Confidence.MEDIUM,
            Verdict.WARN,
            "a.py",
            1,
            1,
            "run(command)",
            CodeFrame.NONE,
            List.of(),
            "m",
            "f",
            "d");

    assertThat(verdict("strict", declared)).isEqualTo(Verdict.WARN);
  }

  @Test
  void workspaceMayDecideByClass_butNotAgainstOthers() {
    ScanPolicy own =
        new ScanSettings("default", Map.of(ThreatClass.SQL_INJECTION, Verdict.PASS)).compile();

    assertThat(Judgement.by(own).of(report(SQL)).verdict()).isEqualTo(Verdict.PASS);
    assertThatThrownBy(
            () -> new ScanSettings("default", Map.of(ThreatClass.BACKDOOR, Verdict.WARN)).compile())
        .isInstanceOf(SigilException.class)
        .hasMessageContaining("BACKDOOR");
    assertThatThrownBy(() -> new ScanSettings("lax", Map.of()).compile())
        .hasMessageContaining("strict, default or relaxed");
  }

  @Test
  void policyThatLowersProtection_doesNotLoad() {
    ScanPolicy.Rule all = new ScanPolicy.Rule(Set.of(), null, null, null, Verdict.PASS);

    assertThatThrownBy(() -> new ScanPolicy("mine", "", List.of(all)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void workspaceWaiver_doesNotReachWhatProtectsOthers() {
    ScanPolicy policy = Policies.standard();
    Judgement workspace = new Judgement(policy, Set.of(), List.of(waiver("p"), waiver("q")), null);
    Judgement operator = new Judgement(policy, Set.of("p", "q"), List.of(), null);

    ScanReport judged = workspace.of(report(POISON, SQL));
    assertThat(judged.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(judged.suppressed())
        .containsExactly(SQL.waived(new Waived("a sample", "key-1", Instant.MAX)));
    assertThat(operator.of(report(POISON, SQL)).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void oldFinding_doesNotDecideUnlessItProtectsOthers() {
    ScanReport approved = report(SQL, POISON);
    Judgement judgement = new Judgement(Policies.standard(), Set.of(), List.of(), approved);

    assertThat(judgement.of(report(SQL)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judgement.of(report(SQL)).known()).containsExactly("q");
    assertThat(judgement.of(report(SQL, SSRF)).verdict()).isEqualTo(Verdict.WARN);
    assertThat(judgement.of(report(SQL, POISON)).verdict()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void whatWasOnlyWaived_isNotKnown() {
    ScanReport approved =
        new Judgement(Policies.standard(), Set.of(), List.of(waiver("q")), null).of(report(SQL));

    Judgement after = new Judgement(Policies.standard(), Set.of(), List.of(), approved);

    assertThat(after.of(report(SQL)).verdict()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void waiverOfARuleBelowAPath_coversThat() {
    Waiver.Target rule = new Waiver.Target(null, "rule/q", null);
    Waiver.Target file = new Waiver.Target(null, null, "./a.py");
    Waiver.Target both = new Waiver.Target(null, "rule/q", "a.py");
    Waiver.Target elsewhere = new Waiver.Target(null, "rule/q", "a");

    assertThat(List.of(rule, file, both)).allMatch(target -> target.fits(SQL));
    assertThat(elsewhere.fits(SQL)).isFalse();
    assertThat(both.fits(SSRF)).isFalse();
    assertThatThrownBy(() -> new Waiver.Target(null, null, null)).hasMessageContaining("rule");
    assertThatThrownBy(() -> new Waiver.Target("q", "rule/q", null))
        .hasMessageContaining("or else");
  }

  private static Waiver waiver(String fingerprint) {
    return new Waiver(
        "w",
        new WorkspaceId("acme"),
        null,
        new Waiver.Target(fingerprint, null, null),
        "a sample",
        "key-1",
        Instant.MIN,
        Instant.MAX);
  }

  private static Verdict verdict(String policy, Finding finding) {
    return Judgement.by(Policies.named(policy).orElseThrow()).of(report(finding)).verdict();
  }

  private static ScanReport report(Finding... findings) {
    return new ScanReport(Verdict.PASS, List.of(findings), List.of(), 1, 1, "r");
  }

  private static Finding finding(
      ThreatClass threat, Severity severity, Verdict effect, String fingerprint) {
    return new Finding(
        "rule/" + fingerprint,
        threat,
        severity,
        Confidence.HIGH,
        effect,
        "a.py",
        1,
        1,
        "x",
        CodeFrame.NONE,
        List.of(),
        "m",
        "f",
        fingerprint);
  }
}
