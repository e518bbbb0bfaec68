package dev.sigil.testkit.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.AuditEntry;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Principal;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.scan.CodeFrame;
import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.policy.Waiver;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaiversTest {
  private static final Principal ACME = new Principal(new WorkspaceId("acme"), "key-1", Set.of());
  private static final Principal OTHER = new Principal(new WorkspaceId("other"), "key-2", Set.of());
  private static final DeploymentId SERVER = new DeploymentId("server0001");
  private static final Duration WEEK = Duration.ofDays(7);

  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final AuditLog audit = new AuditLog(store, clock, new Random(1));
  private final Waivers waivers = new Waivers(store, clock, audit);

  @Test
  void waiver_holdsForItsScopeAndTerm() {
    waivers.add(ACME, target("a"), SERVER, List.of(), "internal only", WEEK);
    waivers.add(ACME, target("b"), null, List.of(), "internal only", WEEK);

    assertThat(waivers.active(ACME.workspace(), SERVER))
        .extracting(Waiver::target)
        .containsExactlyInAnyOrder(target("a"), target("b"));
    assertThat(waivers.active(ACME.workspace(), new DeploymentId("server0002")))
        .extracting(Waiver::target)
        .containsExactly(target("b"));
    assertThat(waivers.active(OTHER.workspace(), SERVER)).isEmpty();
    clock.advance(WEEK);
    assertThat(waivers.active(ACME.workspace(), SERVER)).isEmpty();
  }

  @Test
  void whatProtectsOthers_cannotBeWaived() {
    List<Finding> seen =
        List.of(finding(ThreatClass.SSRF, "a"), finding(ThreatClass.POISONING, "p"));
    for (Waiver.Target target : List.of(target("p"), new Waiver.Target(null, "rule/x", null))) {
      assertThatThrownBy(() -> waivers.add(ACME, target, null, seen, "please", WEEK))
          .isInstanceOfSatisfying(
              SigilException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN))
          .hasMessageContaining("rule/x in a.py");
    }
    assertThat(waivers.active(ACME.workspace(), SERVER)).isEmpty();
  }

  @Test
  void reasonAndTerm_areAskedFor() {
    assertThatThrownBy(() -> waivers.add(ACME, target("a"), null, List.of(), "  ", WEEK))
        .hasMessageContaining("reason");
    assertThatThrownBy(
            () -> waivers.add(ACME, target("a"), null, List.of(), "x", Duration.ofDays(91)))
        .hasMessageContaining("90 days");
    assertThatThrownBy(() -> waivers.add(ACME, target("a"), null, List.of(), "x", Duration.ZERO))
        .hasMessageContaining("90 days");
  }

  @Test
  void revoking_isForTheOwnerAndAudited() {
    Waiver waiver = waivers.add(ACME, target("a"), null, List.of(), "sample", WEEK);

    assertThatThrownBy(() -> waivers.revoke(OTHER, waiver.id())).isInstanceOf(SigilException.class);
    waivers.revoke(ACME, waiver.id());

    assertThat(waivers.list(ACME.workspace(), 10, null).items()).isEmpty();
    assertThat(audit.list(ACME.workspace(), 10, null).items())
        .extracting(AuditEntry::action)
        .containsExactlyInAnyOrder("waiver.add", "waiver.revoke");
  }

  private static Waiver.Target target(String fingerprint) {
    return new Waiver.Target(fingerprint, null, null);
  }

  private static Finding finding(ThreatClass threat, String fingerprint) {
    return new Finding(
        "rule/x",
        threat,
        Severity.HIGH,
        Confidence.HIGH,
        Verdict.BLOCK,
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
