package dev.sigil.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseDecoderTest {
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void feed_everyLineEnding_givesTheSameEvents(String newline) {
    String stream =
        "\uFEFF: hello|id: 1|event: note|data: a|data:b ü||data||:|retry: 50|id:2||data: lost"
            .replace("|", newline);

    assertThat(decode(stream, 4096))
        .containsExactly(
            new SseEvent("1", "note", "a\nb ü", null),
            new SseEvent("1", "message", "", null),
            new SseEvent("2", "message", "", 50L));
  }

  @Test
  void feed_anySplit_givesTheSameEvents() {
    String stream = "id: ä\r\ndata: {\"x\":1}\r\n\r\ndata: 2\n\n";

    assertThat(decode(stream, 1)).isEqualTo(decode(stream, 4096)).hasSize(2);
  }

  @Test
  void feed_oversizedEvent_isRefusedBeforeItEnds() {
    SseDecoder decoder = new SseDecoder(100, event -> {});

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.feed(ByteBuffer.wrap("x".repeat(101).getBytes(UTF_8))));
  }

  private static List<SseEvent> decode(String stream, int chunk) {
    List<SseEvent> events = new ArrayList<>();
    SseDecoder decoder = new SseDecoder(4096, events::add);
    byte[] bytes = stream.getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at += chunk) {
      decoder.feed(ByteBuffer.wrap(bytes, at, Math.min(chunk, bytes.length - at)));
    }
    return events;
  }
}
