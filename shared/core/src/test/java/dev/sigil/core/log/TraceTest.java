package dev.sigil.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TraceTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

  @ParameterizedTest
  @CsvSource({
    "traceparent, 00-" + ID + "-00f067aa0ba902b7-01",
    "X-Cloud-Trace-Context, " + ID + "/12345;o=1",
    "X-Cloud-Trace-Context, " + ID,
  })
  void trace_isLoggedUntilItsScopeEnds(String name, String value) {
    Map<String, String> headers = Map.of(name, value);

    try (LogContext.Scope scope = Trace.of(header -> Optional.ofNullable(headers.get(header)))) {
      assertThat(scope).isNotNull();
      assertThat(LogContext.current()).containsEntry("trace", ID);
    }
    assertThat(LogContext.current()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "traceparent, 00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
    "traceparent, not a trace",
    "X-Cloud-Trace-Context, 105445aa7843bc8bf206b120001000x0/1",
  })
  void trace_isIgnoredWhenItCouldForgeALine(String name, String value) {
    Map<String, String> headers = Map.of(name, value);

    try (LogContext.Scope scope = Trace.of(header -> Optional.ofNullable(headers.get(header)))) {
      assertThat(scope).isNotNull();
      assertThat(LogContext.current()).isEmpty();
    }
  }

  @Test
  void trace_isNothingWithoutHeaders() {
    try (LogContext.Scope scope = Trace.of(header -> Optional.empty())) {
      assertThat(scope).isNotNull();
      assertThat(LogContext.current()).isEmpty();
    }
  }
}
