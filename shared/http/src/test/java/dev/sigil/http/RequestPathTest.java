package dev.sigil.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
  @Test
  void encodedSlash_staysInItsSegment() {
    assertThat(RequestPath.parse("/v0.1/servers/dev.sigil%2Fweather/versions").segments())
        .containsExactly("v0.1", "servers", "dev.sigil/weather", "versions");
  }

  @Test
  void plusSign_isNotASpace() {
    assertThat(RequestPath.parse("/versions/1.0.0+b%2B1%20").segments())
        .containsExactly("versions", "1.0.0+b+1 ");
  }

  @Test
  void emptySegments_areDropped() {
    assertThat(RequestPath.parse("//v0.1///servers/").segments())
        .containsExactly("v0.1", "servers");
  }

  @Test
  void utf8_isDecoded() {
    assertThat(RequestPath.parse("/%C3%A9%F0%9F%98%80").segments()).containsExactly("é😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/../b",
        "/a/%2e%2E/b",
        "/./a",
        "/a/.%2e",
        "/a%00",
        "/a%0d%0aX: y",
        "/%",
        "/%4",
        "/%zz",
        "/%+1",
        "/%ff",
        "/%C3",
        "/a\u0000"
      })
  void unsafePath_isRefused(String path) {
    assertThatThrownBy(() -> RequestPath.parse(path))
        .isInstanceOfSatisfying(
            SigilException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
  }

  @Test
  void longOrDeepPath_isRefused() {
    assertThatThrownBy(() -> RequestPath.parse("/" + "a".repeat(2_048)))
        .isInstanceOf(SigilException.class);
    assertThatThrownBy(() -> RequestPath.parse("/a".repeat(33))).isInstanceOf(SigilException.class);
  }
}
