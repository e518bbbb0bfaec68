package dev.sigil.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of events on the wire: messages written by one version are read by the next. */
class EventJsonTest {
  private static final ReleaseId RELEASE = new ReleaseId("0123456789abcdef0123-0123456789abcdef");

  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of(
            new SourcePushed(RELEASE), "{\"release\":\"0123456789abcdef0123-0123456789abcdef\"}"),
        Arguments.of(
            new ScanPassed(RELEASE), "{\"release\":\"0123456789abcdef0123-0123456789abcdef\"}"),
        Arguments.of(
            BuildFinished.succeeded(RELEASE, new Artifact("local:sha256-ab")),
            "{\"release\":\"0123456789abcdef0123-0123456789abcdef\","
                + "\"artifact\":\"local:sha256-ab\"}"),
        Arguments.of(
            BuildFinished.failed(
                RELEASE,
                new Failure(ReleaseState.BUILDING, ErrorCode.BUILD_FAILED, "It broke.", "Fix it.")),
            "{\"release\":\"0123456789abcdef0123-0123456789abcdef\",\"failure\":"
                + "{\"stage\":\"building\",\"code\":\"BUILD_FAILED\",\"reason\":\"It broke.\","
                + "\"hint\":\"Fix it.\"}}"),
        Arguments.of(
            new ReconcileTick(Instant.parse("2026-03-02T12:00:00Z")),
            "{\"at\":\"2026-03-02T12:00:00.000000000Z\"}"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void event_isWrittenAndReadInItsForm(Event event, String json) {
    assertThat(Json.write(event)).isEqualTo(json);
    assertThat(Json.read(json, event.topic().type())).isEqualTo(event);
  }

  @Test
  void fieldOfALaterVersion_isIgnored() {
    String json = "{\"release\":\"0123456789abcdef0123-0123456789abcdef\",\"priority\":7}";

    assertThat(delivery(Topic.SCAN_PASSED, json).event(ScanPassed.class))
        .isEqualTo(new ScanPassed(RELEASE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "7",
        "{\"release\":\"../../etc\",\"artifact\":\"a\"}",
        "{\"release\":{},\"artifact\":\"a\"}",
        "{\"release\":\"0123456789abcdef0123-0123456789abcdef\"}",
        "{\"release\":\"a\",\"release\":\"b\"}"
      })
  void anythingElse_isMalformed(String json) {
    assertThatExceptionOfType(Json.MalformedException.class)
        .isThrownBy(() -> delivery(Topic.BUILD_FINISHED, json).event(BuildFinished.class));
  }

  private static Delivery delivery(Topic topic, String json) {
    return new Delivery("1", topic, json, 1, 5);
  }
}
