package dev.sigil.gcp.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.run.v2.ExecutionEnvironment;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.Tier;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SizingTest {
  private static final Scaling SINGLE = new Scaling(0, 3, 1, Duration.ofMinutes(15));

  @Test
  void sizing_smallTakingOneRequestAtATime_isAFractionOfAProcessor() {
    Sizing sizing = Sizing.of(Tier.SMALL, SINGLE);

    assertThat(sizing).isEqualTo(new Sizing(250, 512, 1));
    assertThat(sizing.resources().getLimitsMap()).containsEntry("cpu", "250m");
    assertThat(sizing.environment()).isEqualTo(ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN1);
  }

  @Test
  void sizing_smallTakingSeveral_isOneProcessor() {
    Sizing sizing = Sizing.of(Tier.SMALL, Scaling.DEFAULT);

    assertThat(sizing).isEqualTo(new Sizing(1_000, 512, 20));
    assertThat(sizing.resources().getLimitsMap())
        .containsEntry("cpu", "1")
        .containsEntry("memory", "512Mi");
    assertThat(sizing.environment()).isEqualTo(ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN2);
  }

  @Test
  void sizing_large_isWhatTheTierSays() {
    assertThat(Sizing.of(Tier.LARGE, SINGLE)).isEqualTo(new Sizing(2_000, 4_096, 1));
  }
}
