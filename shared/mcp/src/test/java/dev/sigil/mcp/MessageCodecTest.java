package dev.sigil.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
  private final MessageCodec codec = new MessageCodec(new MessageLimits(4096, 16));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":{\"_meta\":{\"a/b\":[1]},\"new\":1}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":-1,\"result\":{\"unknown\":null,\"n\":1.50}}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"x\",\"data\":[]}}"
      })
  void write_ofWhatWasRead_isTheSameMessage(String json) {
    Message message = codec.read(json.getBytes(UTF_8));

    assertThat(codec.read(codec.write(message))).isEqualTo(message);
  }

  @Test
  void read_numericAndTextualIds_differ() {
    assertThat(codec.read("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}".getBytes(UTF_8)))
        .isNotEqualTo(
            codec.read("{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"m\"}".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"method\":\"b\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"} {}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}}"
      })
  void read_whatIsNoMessage_isMalformed(String json) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> codec.read(json.getBytes(UTF_8)));
  }

  @Test
  void read_tooLarge_isMalformed() {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> codec.read(new byte[4097]));
  }

  @Test
  void malformed_neverQuotesTheInput() {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> codec.read("{\"secret\":hunter2}".getBytes(UTF_8)))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }
}
