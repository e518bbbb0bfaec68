package dev.sigil.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmacSha256Test {
  private static final String CODE =
      "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  private static final byte[] MESSAGE = "Hello, World!".getBytes(StandardCharsets.UTF_8);

  /** The example of GitHub's documentation of webhook signatures. */
  private final HmacSha256 hmac =
      new HmacSha256("It's a Secret to Everybody".getBytes(StandardCharsets.UTF_8));

  @Test
  void code_isGitHubsExample() {
    assertThat(hmac.hex(MESSAGE)).isEqualTo(CODE);
    assertThat(hmac.verify(MESSAGE, CODE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1",
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18",
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17a",
        "zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
      })
  void otherCode_isRefused(String code) {
    assertThat(hmac.verify(MESSAGE, code)).isFalse();
  }
}
