package dev.sigil.mcp;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
  private final EnvelopeReader reader = new EnvelopeReader(new MessageLimits(4096, 16));

  @Test
  void read_request_findsWhatRoutingNeeds() {
    assertThat(
            one(
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":"
                    + "{\"name\":\"x\",\"_meta\":{\"a\":{\"progressToken\":9},\"progressToken\":\"p\"},"
                    + "\"progressToken\":1}}"))
        .extracting(Envelope::kind, Envelope::id, Envelope::method, Envelope::progressToken)
        .containsExactly(
            Envelope.Kind.REQUEST, new RequestId.Numeric(3), "tools/call", new RequestId.Text("p"));
  }

  @Test
  void read_notifications_findTheirSubject() {
    assertThat(
            one("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":7}}")
                .progressToken())
        .isEqualTo(new RequestId.Numeric(7));
    assertThat(
            one("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"r\"}}")
                .cancels())
        .isEqualTo(new RequestId.Text("r"));
  }

  @Test
  void read_initializeResult_findsTheVersion() {
    assertThat(
            one("{\"result\":{\"protocolVersion\":\"2025-06-18\"},\"id\":1,\"jsonrpc\":\"2.0\"}")
                .protocolVersion())
        .isEqualTo("2025-06-18");
  }

  @Test
  void read_batch_givesEachMessageItsPlace() {
    String first = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ü\"}";
    String second = "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":1,\"message\":\"\"}}";
    byte[] json = (" [ " + first + " ,\n" + second + "]").getBytes(UTF_8);

    EnvelopeReader.Frame frame = reader.read(json);

    assertThat(frame.batch()).isTrue();
    List<String> texts =
        frame.messages().stream()
            .map(m -> new String(json, m.start(), m.end() - m.start(), UTF_8))
            .toList();
    assertThat(texts).containsExactly(first, second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "[]",
        "[1]",
        "[{\"jsonrpc\":\"2.0\",\"method\":\"m\"},1]",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"method\":\"b\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"error\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}{}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"\n\"}",
        "\uFEFF{\"jsonrpc\":\"2.0\",\"method\":\"m\"}"
      })
  void read_whatIsNoMessage_isMalformed(String json) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> reader.read(json.getBytes(UTF_8)));
  }

  @Test
  void read_otherEncodings_areMalformed() {
    String json = "{\"jsonrpc\":\"2.0\",\"method\":\"m\"}";

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> reader.read(json.getBytes(UTF_16LE)));
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> reader.read(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}));
  }

  private Envelope one(String json) {
    return reader.read(json.getBytes(UTF_8)).messages().getFirst();
  }
}
