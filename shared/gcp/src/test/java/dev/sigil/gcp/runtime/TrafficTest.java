package dev.sigil.gcp.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.cloud.run.v2.TrafficTarget;
import dev.sigil.core.id.DeploymentId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final DeploymentId SERVER = new DeploymentId("server0001");
  private static final Traffic NONE = Traffic.of(List.of());

  @Test
  void with_firstRevision_givesItAllTraffic() {
    assertThat(text(NONE.with(tag("r1")))).containsExactly("r1=100");
  }

  @Test
  void with_second_givesItNone() {
    assertThat(text(NONE.with(tag("r1")).with(tag("r2")))).containsExactly("r1=100", "r2=0");
  }

  @Test
  void promoting_candidate_keepsWhatServedAndNewerCandidates() {
    Traffic traffic =
        NONE.with(tag("r1")).with(tag("r2")).with(tag("r3")).with(tag("r4")).with(tag("r5"));

    assertThat(text(traffic.promoting(tag("r4"), tag("r2"))))
        .containsExactly("r2=0", "r4=100", "r5=0");
  }

  @Test
  void without_holderOfTraffic_leavesItToTheNewest() {
    Traffic traffic = NONE.with(tag("r1")).with(tag("r2")).with(tag("r3"));

    assertThat(text(traffic.without(tag("r1")))).containsExactly("r2=0", "r3=100");
    assertThat(traffic.without(tag("r1")).without(tag("r2")).without(tag("r3")).tags()).isEmpty();
  }

  @Test
  void newest_ofARelease_isItsLastGeneration() {
    Traffic traffic = NONE.with(tag("r7")).with(tag("r7-10")).with(tag("r7-9")).with(tag("r8"));

    assertThat(traffic.newest(7)).contains(tag("r7-10"));
    assertThat(traffic.newest(9)).isEmpty();
  }

  @Test
  void of_targets_readsWhatWasWritten() {
    Traffic traffic = NONE.with(tag("r1")).with(tag("r2-3"));

    assertThat(Traffic.of(traffic.targets(SERVER))).isEqualTo(traffic);
    assertThat(traffic.targets(SERVER))
        .extracting(TrafficTarget::getRevision)
        .containsExactly("sigil-server0001-r1", "sigil-server0001-r2-3");
  }

  @Test
  void tag_otherText_isNone() {
    for (String text : List.of("", "r0", "r", "7", "r7-1", "r7-", "r07", "r7-2-3", "latest")) {
      assertThat(RevisionTag.find(text)).as(text).isEmpty();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> RevisionTag.parse("latest"));
  }

  private static RevisionTag tag(String text) {
    return RevisionTag.parse(text);
  }

  private static List<String> text(Traffic traffic) {
    return traffic.targets(SERVER).stream()
        .map(target -> target.getTag() + "=" + target.getPercent())
        .toList();
  }
}
