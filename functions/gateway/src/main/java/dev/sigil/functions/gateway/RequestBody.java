package dev.sigil.functions.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Carries a request's body to the instance as it arrives, no faster than the instance reads. */
final class RequestBody {
  private static final long UNKNOWN = -1;

  private final HttpServerRequest request;
  private final long declared;
  private final long max;
  private @Nullable HttpClientRequest upstream;
  private long received;
  private boolean complete;

  RequestBody(HttpServerRequest request, long max) {
    this.request = request;
    this.max = max;
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    declared = chunked ? UNKNOWN : length == null ? 0 : Long.parseLong(length);
  }

  /** Whether it is longer than may be, as far as is known by now. */
  boolean tooLarge() {
    return declared > max || received > max;
  }

  boolean complete() {
    return complete;
  }

  long received() {
    return received;
  }

  /** Sends the head with the first part; {@code tooLarge} is run when too much has come. */
  void sendTo(HttpClientRequest target, Runnable tooLarge) {
    upstream = target;
    if (declared == 0) {
      target.putHeader(HttpHeaders.CONTENT_LENGTH, "0");
      complete = true;
      target.end();
      request.resume();
      return;
    }
    if (declared == UNKNOWN) {
      target.setChunked(true);
    } else {
      target.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(declared));
    }
    if (request.headers().contains(HttpHeaders.EXPECT)) {
      request.response().writeContinue();
    }
    request.handler(chunk -> received(target, chunk, tooLarge));
    request.endHandler(ignored -> ended(target));
    request.resume();
  }

  /** Stops reading, without ending what was begun. */
  void abandon() {
    if (upstream != null && !complete) {
      request.handler(ignored -> {});
      request.endHandler(ignored -> {});
    }
  }

  private void received(HttpClientRequest target, Buffer chunk, Runnable tooLarge) {
    received += chunk.length();
    if (received > max) {
      tooLarge.run();
      return;
    }
    if (received == declared) {
      complete = true;
      target.end(chunk);
      return;
    }
    target.write(chunk);
    if (target.writeQueueFull()) {
      request.pause();
      target.drainHandler(ignored -> request.resume());
    }
  }

  private void ended(HttpClientRequest target) {
    if (!complete) {
      complete = true;
      target.end();
    }
  }
}
