package dev.sigil.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.SigilException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BranchNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"main", "feature/a-b_c.1", "release#2", "dépôt", "$(id)", "a;b", "user@x"})
  void branchGitAccepts_isKept(String name) {
    assertThat(BranchName.check(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "-f",
        "--upload-pack=x",
        "/a",
        "a/",
        "a//b",
        "a..b",
        "a b",
        "a\nb",
        "a~1",
        "a^",
        "a:b",
        "a?",
        "a*",
        "a[",
        "a\\b",
        "a@{1}",
        "a.lock",
        "a.lock/b",
        "a/.b",
        ".a",
        "a."
      })
  void otherName_isRefused(String name) {
    assertThatThrownBy(() -> BranchName.check(name)).isInstanceOf(SigilException.class);
  }

  @Test
  void longName_isRefused() {
    assertThat(BranchName.check("a".repeat(255))).hasSize(255);
    assertThatThrownBy(() -> BranchName.check("a".repeat(256))).isInstanceOf(SigilException.class);
  }
}
