package dev.sigil.mcp.bridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {
  private static final String FIXED =
      "POST /mcp?x=1 HTTP/1.1\r\nHost: h\r\nX-A:  1 \r\nx-a: 2\r\nContent-Length: 5\r\n\r\nhello";
  private static final String CHUNKED =
      """
      POST /b HTTP/1.1
      Host: h
      Transfer-Encoding: chunked

      3;ext=1
      abc
      A
      0123456789
      0
      Trailer: x

      """
          .replace("\n", "\r\n");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 4096})
  void feed_anySplit_givesTheSameRequests(int size) throws BadRequestException {
    List<HttpRequest> requests = parse(FIXED + CHUNKED + "GET /c HTTP/1.0\r\n\r\n", size);

    assertThat(requests).extracting(HttpRequest::path).containsExactly("/mcp", "/b", "/c");
    assertThat(requests)
        .extracting(request -> new String(request.body(), StandardCharsets.US_ASCII))
        .containsExactly("hello", "abc0123456789", "");
    assertThat(requests).extracting(HttpRequest::persistent).containsExactly(true, true, false);
    assertThat(requests.getFirst().header("x-a")).hasValue("1, 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /|400",
        "GET  / HTTP/1.1~Host: h~~|400",
        "GET http://h/ HTTP/1.1~Host: h~~|400",
        "GET / HTTP/2.0~Host: h~~|505",
        "GET / HTTP/1.1~~|400",
        "GET / HTTP/1.1~Host: h~Host: i~~|400",
        "GET / HTTP/1.1~Host: h~ folded~~|400",
        "GET / HTTP/1.1~Host : h~~|400",
        "GET / HTTP/1.1~Host: h~Content-Length: -1~~|400",
        "GET / HTTP/1.1~Host: h~Content-Length: 1~Content-Length: 1~~|400",
        "GET / HTTP/1.1~Host: h~Content-Length: 1~Transfer-Encoding: chunked~~|400",
        "GET / HTTP/1.1~Host: h~Transfer-Encoding: gzip, chunked~~|400",
        "POST / HTTP/1.1~Host: h~Content-Length: 65~~|413",
        "POST / HTTP/1.1~Host: h~Transfer-Encoding: chunked~~41~|413",
        "POST / HTTP/1.1~Host: h~Transfer-Encoding: chunked~~zz~|400",
        "POST / HTTP/1.1~Host: h~Transfer-Encoding: chunked~~1~ab~|400",
      })
  void feed_ambiguousOrOversized_isRefused(String text, int status) {
    String request = text.endsWith("/") ? text + "\n" : text.replace("~", "\r\n");

    BadRequestException refusal =
        catchThrowableOfType(BadRequestException.class, () -> parse(request, 4096));

    assertThat(refusal.status()).isEqualTo(status);
  }

  @Test
  void feed_endlessHead_isRefused() {
    BadRequestException refusal =
        catchThrowableOfType(
            BadRequestException.class,
            () -> parse("GET / HTTP/1.1\r\nHost: " + "h".repeat(40_000), 4096));

    assertThat(refusal.status()).isEqualTo(431);
  }

  @Test
  void feed_moreThanTheBudget_isRefused() {
    RequestParser parser = new RequestParser(1_000, new MemoryBudget(3));

    BadRequestException refusal =
        catchThrowableOfType(
            BadRequestException.class,
            () -> parser.feed(ByteBuffer.wrap(FIXED.getBytes(StandardCharsets.US_ASCII))));

    assertThat(refusal.status()).isEqualTo(503);
  }

  private static List<HttpRequest> parse(String text, int size) throws BadRequestException {
    RequestParser parser = new RequestParser(64, new MemoryBudget(1_000));
    List<HttpRequest> requests = new ArrayList<>();
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at < bytes.length; at += size) {
      ByteBuffer chunk = ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at));
      while (chunk.hasRemaining()) {
        HttpRequest request = parser.feed(chunk);
        if (request != null) {
          requests.add(request);
        }
      }
    }
    return requests;
  }
}
