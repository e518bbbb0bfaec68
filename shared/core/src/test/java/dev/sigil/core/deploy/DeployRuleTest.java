package dev.sigil.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.DeployRule.On;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeployRuleTest {
  @Test
  void pattern_takesItsTagsOfItsKindOnly() {
    DeployRule rule = new DeployRule(On.TAG, "weather-v*.*");
    assertThat(rule.takes(On.TAG, "weather-v1.2")).isTrue();
    assertThat(rule.takes(On.TAG, "weather-v1x2")).isFalse();
    assertThat(rule.takes(On.TAG, "other-v1.2")).isFalse();
    assertThat(rule.takes(On.RELEASE, "weather-v1.2")).isFalse();
    assertThat(DeployRule.PUSH.takes(On.PUSH, "v1")).isFalse();
  }

  @Test
  void patternsThatNoTagMatches_areRefused() {
    for (String tags : List.of("", "v 1", "(a+)+$", "x".repeat(101))) {
      assertThatThrownBy(() -> new DeployRule(On.TAG, tags)).isInstanceOf(SigilException.class);
    }
  }

  @Test
  void pattern_isMatchedInLinearTimeWhateverTheTag() {
    DeployRule rule = new DeployRule(On.TAG, "*a".repeat(4) + "*b");
    assertThat(rule.takes(On.TAG, "a".repeat(200))).isFalse();
  }
}
