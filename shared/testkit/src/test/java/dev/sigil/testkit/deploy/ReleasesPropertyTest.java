package dev.sigil.testkit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.Releases.Entry;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.StageTiming;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random calls in any order, repeated and late: the state machine's rules hold after each. */
class ReleasesPropertyTest {
  private static final List<ReleaseState> STAGES =
      List.of(
          ReleaseState.SCANNING,
          ReleaseState.BUILDING,
          ReleaseState.DEPLOYING,
          ReleaseState.VERIFYING);
  private static final int CALLS = 60;

  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final Releases releases = new Releases(store, clock);
  private final Deployments deployments = new Deployments(store, clock);
  private final Map<ReleaseId, ReleaseState> seen = new HashMap<>();

  @RepeatedTest(25)
  void anySequenceOfCalls_keepsTheRules(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    Deployment deployment =
        deployments.ensure(
            new WorkspaceId("acme"),
            new ServerName("weather"),
            new Repository("https://github.com/acme/weather"),
            "main",
            "");
    List<Push> pushes = pushes(10);
    List<ReleaseId> begun = new ArrayList<>();
    int newest = -1;
    for (int call = 0; call < CALLS; call++) {
      clock.advance(Duration.ofSeconds(1));
      if (begun.isEmpty() || random.nextInt(4) == 0) {
        int index = random.nextInt(pushes.size());
        newest = Math.max(newest, index);
        begun.add(begin(deployment, pushes.get(index), index));
      } else {
        act(random, begun.get(random.nextInt(begun.size())));
      }
      check(deployment, pushes.get(newest));
    }
  }

  private ReleaseId begin(Deployment deployment, Push push, int index) {
    return releases.begin(deployment.id(), Trigger.PUSH, "delivery " + index, push, null).id();
  }

  private void act(Random random, ReleaseId id) {
    Release before = releases.get(id).orElseThrow();
    ReleaseState stage = STAGES.get(random.nextInt(STAGES.size()));
    switch (random.nextInt(8)) {
      case 0 -> releases.fail(id, new SigilException(ErrorCode.BUILD_FAILED, "It broke."));
      case 1 -> releases.end(id, ReleaseState.CANCELLED, null, open -> open);
      case 2 -> releases.record(id, open -> open.touched(clock.instant()));
      default -> {
        Entry entry = releases.enter(id, stage);
        Release after = releases.get(id).orElseThrow();
        if (entry instanceof Entry.Entered) {
          assertThat(after.state()).isEqualTo(stage);
        }
        if (entry instanceof Entry.Passed) {
          assertThat(after.state()).isGreaterThan(stage).isEqualTo(before.state());
        }
        assertThat(entry instanceof Entry.Ended).isNotEqualTo(after.state().open());
      }
    }
  }

  private void check(Deployment deployment, Push newest) {
    Deployment now = deployments.get(deployment.id()).orElseThrow();
    List<Release> all = releases.list(deployment.id(), 100, null).items();
    assertThat(Optional.ofNullable(now.head()).map(Deployment.Head::push)).contains(newest);
    assertThat(all.stream().map(Release::number))
        .containsExactlyElementsOf(
            IntStream.range(0, now.releases()).mapToObj(i -> now.releases() - i).toList());
    for (Release release : all) {
      ReleaseState before = seen.put(release.id(), release.state());
      if (before != null && !before.open()) {
        assertThat(release.state()).as("an ended release stays ended").isEqualTo(before);
      }
      if (before != null) {
        assertThat(release.state()).as("no stage is entered twice").isGreaterThanOrEqualTo(before);
      }
      if (release.state().open()) {
        assertThat(now.isHead(release.id())).as("only the head is open").isTrue();
      }
      checkTimings(release);
    }
  }

  private static void checkTimings(Release release) {
    List<StageTiming> stages = release.stages();
    assertThat(stages).extracting(StageTiming::stage).doesNotHaveDuplicates();
    assertThat(stages.getLast().stage()).isEqualTo(release.state());
    for (int i = 1; i < stages.size(); i++) {
      assertThat(stages.get(i - 1).endedAt()).isEqualTo(stages.get(i).startedAt());
    }
    assertThat(stages.getLast().endedAt() == null).isEqualTo(release.state().open());
    assertThat(release.failure() != null).isEqualTo(release.state() == ReleaseState.FAILED);
  }

  private static List<Push> pushes(int count) {
    List<Push> pushes = new ArrayList<>();
    Commit before = Commit.NONE;
    for (int i = 0; i < count; i++) {
      Commit after = new Commit(Integer.toHexString(i + 1).repeat(40).substring(0, 40));
      Instant at = MutableClock.START.plusSeconds(i / 2);
      pushes.add(new Push(before, after, at, null, null));
      before = after;
    }
    return pushes;
  }
}
