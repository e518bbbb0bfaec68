package dev.sigil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.testkit.http.FakeHttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestAddressTest {
  private static Request request(FakeHttpRequest raw) {
    return new Request(raw, "r1", Map.of(), new QueryString(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "203.0.113.7; 0; 203.0.113.7",
        "6.6.6.6, 203.0.113.7; 0; 203.0.113.7",
        "6.6.6.6,203.0.113.7, 35.191.0.1; 1; 203.0.113.7",
        "203.0.113.7; 1; none",
        "6.6.6.6, 203.0.113.7; 2; none"
      })
  void address_isCountedFromTheEnd(String forwarded, int proxies, String address) {
    Request request = request(FakeHttpRequest.of("POST", "/").header("X-Forwarded-For", forwarded));
    assertThat(request.address(proxies).orElse("none")).isEqualTo(address);
  }

  @Test
  void address_thatNobodyTells_isUnknown() {
    assertThat(request(FakeHttpRequest.of("POST", "/")).address(0)).isEmpty();
  }
}
