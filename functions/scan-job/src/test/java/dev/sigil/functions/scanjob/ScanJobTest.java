package dev.sigil.functions.scanjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ConfigException;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Principal;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.ReleaseStep;
import dev.sigil.core.event.ScanPassed;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.event.Topic;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.BillsOfMaterials;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanEngine;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Scanner;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.StoredReport;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.Waived;
import dev.sigil.core.scan.policy.Judgements;
import dev.sigil.core.scan.policy.ScanSettings;
import dev.sigil.core.scan.policy.Waiver;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourceTree;
import dev.sigil.testkit.event.MemoryEvents;
import dev.sigil.testkit.source.FakeSourceFetcher;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScanJobTest {
  private static final Repository REPOSITORY = new Repository("https://github.com/acme/weather");
  private static final ScanReport PASS = report(Verdict.PASS, List.of());

  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final Releases releases = new Releases(store, clock);
  private final FakeSourceFetcher sources = new FakeSourceFetcher();
  private final MemoryEvents events = new MemoryEvents();
  private final List<MemoryEvents.DeadLetter> dead = new ArrayList<>();
  private final Waivers waivers =
      new Waivers(store, clock, new AuditLog(store, clock, new Random(1)));

  @Test
  void cleanSource_goesOn() {
    Release release = push();

    deliver(release, (tree, folder) -> PASS);

    assertThat(now(release).scan()).isEqualTo(PASS);
    assertThat(now(release).state()).isEqualTo(ReleaseState.SCANNING);
    assertThat(events.published(ScanPassed.class)).containsExactly(new ScanPassed(release.id()));
  }

  @Test
  void repeatedEvent_publishesAgainWithoutScanningAgain() {
    Release release = push();
    AtomicInteger scans = new AtomicInteger();
    Scanner scanner =
        (tree, folder) -> {
          scans.incrementAndGet();
          return PASS;
        };
    deliver(release, scanner);
    deliver(release, scanner);
    releases.enter(release.id(), ReleaseState.BUILDING);
    deliver(release, scanner);

    assertThat(scans).hasValue(1);
    assertThat(events.published(ScanPassed.class)).hasSize(3);
    assertThat(now(release).state()).isEqualTo(ReleaseState.BUILDING);
  }

  @Test
  void finding_blocksAndSaysWhereAndHow() {
    Release release = push();
    List<Finding> findings =
        IntStream.range(0, 8)
            .mapToObj(i -> finding(i == 7 ? Severity.CRITICAL : Severity.HIGH, i))
            .toList();

    deliver(release, (tree, folder) -> report(Verdict.BLOCK, findings));

    Release blocked = now(release);
    Failure failure = Optional.ofNullable(blocked.failure()).orElseThrow();
    assertThat(blocked.state()).isEqualTo(ReleaseState.BLOCKED);
    assertThat(failure.code()).isEqualTo(ErrorCode.SCAN_BLOCKED);
    assertThat(failure.stage()).isEqualTo(ReleaseState.SCANNING);
    assertThat(failure.reason())
        .startsWith("8 findings block this release:\nsrc/f7.js:1:")
        .contains("Revoke it.", "secret/token", "fingerprint")
        .endsWith("and 3 more.");
    assertThat(failure.hint()).contains("SIGIL_SCAN_WAIVED");
    assertThat(events.published(ScanPassed.class)).isEmpty();
  }

  @Test
  void hugeReport_isStoredInPartAndSaysSo() {
    List<Finding> many = IntStream.range(0, 5_000).mapToObj(i -> finding(Severity.LOW, i)).toList();

    ScanReport stored = StoredReport.of(report(Verdict.WARN, many));

    assertThat(Json.bytes(stored).length).isLessThan(400 * 1024);
    assertThat(stored.findings()).anyMatch(finding -> finding.rule().equals("scan/not-shown"));
    assertThat(stored.findings().size()).isBetween(500, 4_999);
    assertThat(StoredReport.of(PASS)).isEqualTo(PASS);
  }

  @Test
  void scanThatCannotFinish_failsTheRelease() {
    Release release = push();

    deliver(
        release,
        (tree, folder) -> {
          throw new SigilException(ErrorCode.SCAN_INCOMPLETE, "The scan took too long.");
        });

    assertThat(now(release).failure())
        .isEqualTo(
            new Failure(
                ReleaseState.SCANNING,
                ErrorCode.SCAN_INCOMPLETE,
                "The scan took too long.",
                ErrorCode.SCAN_INCOMPLETE.hint()));
  }

  @Test
  void unreachableHost_isTriedAgainAndThenGivenUp() {
    Release release = push();
    sources.setReachable(REPOSITORY, false);
    deliver(release, (tree, folder) -> PASS);

    Failure failure = Optional.ofNullable(now(release).failure()).orElseThrow();
    assertThat(failure.code()).isEqualTo(ErrorCode.ATTEMPTS_EXHAUSTED);
    assertThat(failure.reason()).contains("does not answer");
    assertThat(dead).hasSize(1);
  }

  @Test
  void scan_keepsWhatTheCommitIsMadeOf() {
    Release release = push();

    deliver(release, (tree, folder) -> PASS);

    BillsOfMaterials bills = new BillsOfMaterials(store);
    assertThat(bills.get(release.deployment(), release.push().after()))
        .hasValueSatisfying(bill -> assertThat(bill.path("application").asText()).isNotEmpty());
    bills.deleteAll(release.deployment());
    assertThat(bills.get(release.deployment(), release.push().after())).isEmpty();
  }

  @Test
  void lateLastAttempt_harmsNoReleaseThatWentOn() {
    Release release = push();
    deliver(release, (tree, folder) -> PASS);
    releases.enter(release.id(), ReleaseState.BUILDING);
    MemoryEvents broken = new MemoryEvents();
    ScanJobFunction function =
        new ScanJobFunction(
            new ReleaseStep(releases, event -> {}, clock, ReleaseState.SCANNING, id -> {}),
            new ScanJob(
                releases,
                sources,
                (tree, folder) -> PASS,
                judgements(),
                ScanJobTest::bill,
                new BillsOfMaterials(store),
                event -> {
                  throw new IllegalStateException("no delivery");
                },
                SourceLimits.DEFAULT));
    broken.subscribe(function);

    broken.publish(new SourcePushed(release.id()));
    broken.deliverAll();

    assertThat(broken.deadLetters()).hasSize(1);
    assertThat(now(release).state()).isEqualTo(ReleaseState.BUILDING);
  }

  @Test
  void blockThatTheWorkspaceWaived_goesOnUntilTheWaiverEnds() {
    Release release = push();
    Finding finding = finding(Severity.HIGH, 1);
    Principal actor = new Principal(new WorkspaceId("acme"), "key", Set.of());
    Waiver.Target target = new Waiver.Target(finding.fingerprint(), null, null);
    List<Finding> seen = List.of(finding);
    waivers.add(actor, target, null, seen, "a published sample", Duration.ofDays(3));

    deliver(release, (tree, folder) -> report(Verdict.BLOCK, List.of(finding)));

    ScanReport stored = Objects.requireNonNull(now(release).scan());
    assertThat(stored.verdict()).isEqualTo(Verdict.PASS);
    Instant end = clock.instant().plus(Duration.ofDays(3));
    assertThat(stored.suppressed())
        .containsExactly(finding.waived(new Waived("a published sample", "key", end)));

    clock.advance(Duration.ofDays(4));
    Release later = push("later");
    deliver(later, (tree, folder) -> report(Verdict.BLOCK, List.of(finding)));
    assertThat(now(later).state()).isEqualTo(ReleaseState.BLOCKED);
  }

  @Test
  void whatTheLiveVersionHad_doesNotBlockTheNext() {
    Release first = push();
    Finding old = finding(Severity.HIGH, 1);
    Finding fresh = finding(Severity.HIGH, 2);
    releases.record(first.id(), open -> open.withScan(report(Verdict.WARN, List.of(old))));
    releases.record(first.id(), open -> open.entering(ReleaseState.LIVE, clock.instant()));
    clock.advance(Duration.ofMinutes(1));

    Release second = push("second");
    deliver(second, (tree, folder) -> report(Verdict.BLOCK, List.of(old)));
    clock.advance(Duration.ofMinutes(1));
    Release third = push("third");
    deliver(third, (tree, folder) -> report(Verdict.BLOCK, List.of(old, fresh)));

    assertThat(Objects.requireNonNull(now(second).scan()).known())
        .containsExactly(old.fingerprint());
    assertThat(Objects.requireNonNull(now(second).scan()).verdict()).isEqualTo(Verdict.PASS);
    assertThat(now(third).state()).isEqualTo(ReleaseState.BLOCKED);
    assertThat(Objects.requireNonNull(now(third).failure()).reason())
        .contains(fresh.fingerprint())
        .doesNotContain(old.fingerprint());
  }

  @Test
  void policyOfTheWorkspace_decides() {
    Release release = push();
    Finding warning = finding(Severity.HIGH, 1).withEffect(Verdict.WARN);
    new ScanSettings("default", Map.of(ThreatClass.SOURCE, Verdict.BLOCK))
        .save(store, new WorkspaceId("acme"));

    deliver(release, (tree, folder) -> report(Verdict.WARN, List.of(warning)));

    assertThat(now(release).state()).isEqualTo(ReleaseState.BLOCKED);
  }

  @Test
  void malformedEvent_escapesToTheDeadLetter() {
    ScanJobFunction function = function((tree, folder) -> PASS);

    assertThatThrownBy(
            () -> function.accept(new Delivery("1", Topic.SOURCE_PUSHED, "{\"release\":7}", 1, 5)))
        .isInstanceOf(Json.MalformedException.class);
    assertThatThrownBy(() -> function.accept(new Delivery("1", Topic.SOURCE_PUSHED, "{}", 1, 5)))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void config_namesEveryProblem() {
    assertThat(ScanJobConfig.from(Map.of()))
        .isEqualTo(new ScanJobConfig(SourceLimits.DEFAULT, Set.of(), ScanEngine.Additions.NONE));
    assertThat(
            ScanJobConfig.from(
                Map.of(
                    "SIGIL_ADVISORIES",
                    "/a/all.zip",
                    "SIGIL_OSV_URL",
                    "https://osv.test",
                    "SIGIL_SECRET_RULES",
                    "/a/gitleaks.toml")))
        .isEqualTo(
            new ScanJobConfig(
                SourceLimits.DEFAULT,
                Set.of(),
                new ScanEngine.Additions(
                    Path.of("/a/all.zip"),
                    URI.create("https://osv.test"),
                    Path.of("/a/gitleaks.toml"))));
    assertThat(ScanJobConfig.from(Map.of("SIGIL_SCAN_WAIVED", "a, b,")).waived())
        .containsExactlyInAnyOrder("a", "b");
    assertThatThrownBy(
            () ->
                ScanJobConfig.from(
                    Map.of("SIGIL_SOURCE_MAX_MIB", "0", "SIGIL_SOURCE_MAX_FILES", "many")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("SIGIL_SOURCE_MAX_MIB")
        .hasMessageContaining("SIGIL_SOURCE_MAX_FILES");
  }

  private Release push() {
    return push("delivery");
  }

  private Release push(String delivery) {
    Deployment deployment =
        new Deployments(store, clock)
            .ensure(new WorkspaceId("acme"), new ServerName("weather"), REPOSITORY, "main", "");
    Commit commit = sources.push(REPOSITORY, "main", MemorySourceTree.of("index.js", ""));
    Push push = new Push(Commit.NONE, commit, clock.instant(), null, null);
    return releases.begin(deployment.id(), Trigger.PUSH, delivery, push, null);
  }

  private void deliver(Release release, Scanner scanner) {
    MemoryEvents incoming = new MemoryEvents().subscribe(function(scanner));
    incoming.publish(new SourcePushed(release.id()));
    incoming.deliverAll();
    dead.addAll(incoming.deadLetters());
  }

  private ScanJobFunction function(Scanner scanner) {
    return new ScanJobFunction(
        new ReleaseStep(releases, event -> {}, clock, ReleaseState.SCANNING, id -> {}),
        new ScanJob(
            releases,
            sources,
            scanner,
            judgements(),
            ScanJobTest::bill,
            new BillsOfMaterials(store),
            events,
            SourceLimits.DEFAULT));
  }

  private static ObjectNode bill(SourceTree tree, String folder, String application) {
    return Json.object().put("application", application);
  }

  private Judgements judgements() {
    return new Judgements(store, releases, waivers, Set.of());
  }

  private Release now(Release release) {
    return releases.get(release.id()).orElseThrow();
  }

  private static ScanReport report(Verdict verdict, List<Finding> findings) {
    return new ScanReport(verdict, findings, List.of(), 1, 10, "rules");
  }

  private static Finding finding(Severity severity, int i) {
    return new Finding(
        "secret/token",
        severity,
        Verdict.BLOCK,
        "src/f" + i + ".js",
        1,
        "TOKEN=…",
        "A token is committed.",
        "Revoke it.",
        "fingerprint-" + i);
  }
}
