package dev.sigil.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.SigilException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SourcePathTest {
  @ParameterizedTest
  @CsvSource({"a/b,a/b", "./a//b/,a/b", "'',''", ".,''", "a/./b,a/b"})
  void normalize_keepsWhatStaysInside(String path, String normal) {
    assertThat(SourcePath.normalize(path)).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "a/../b", "/etc", "a\\b", "a\nb", "a/.git/config", ".GIT", "a\0b", "x/.."})
  void normalize_refusesWhatLeaves(String path) {
    assertThatThrownBy(() -> SourcePath.normalize(path)).isInstanceOf(SigilException.class);
  }
}
