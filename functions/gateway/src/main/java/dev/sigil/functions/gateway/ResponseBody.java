package dev.sigil.functions.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;

/**
 * Carries an answer to the client as it arrives, no faster than the client reads. Into an event
 * stream that is silent it puts comments, between events only, so that no party between takes the
 * connection for dead.
 */
final class ResponseBody {
  private static final Buffer COMMENT = Buffer.buffer(": keep-alive\n\n");
  private static final long UNKNOWN = -1;

  private final EventLoop loop;
  private final HttpClientResponse source;
  private final HttpServerResponse target;
  private final long declared;
  private final boolean events;
  private final boolean commentable;
  private final SseBoundary boundary = new SseBoundary();
  private long sent;
  private long lastRead;
  private long lastWrite;
  private boolean full;

  ResponseBody(EventLoop loop, HttpClientResponse source, HttpServerResponse target) {
    this.loop = loop;
    this.source = source;
    this.target = target;
    String length = source.getHeader(HttpHeaders.CONTENT_LENGTH);
    declared = length == null ? UNKNOWN : Long.parseLong(length);
    String type = source.getHeader(HttpHeaders.CONTENT_TYPE);
    events = type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    commentable =
        events && declared == UNKNOWN && !source.headers().contains(HttpHeaders.CONTENT_ENCODING);
    lastRead = loop.now();
    lastWrite = lastRead;
  }

  long sent() {
    return sent;
  }

  /** Sends head and body; {@code done} is run once the last byte was handed over. */
  void forward(Runnable done) {
    target.setStatusCode(source.statusCode());
    ForwardedHeaders.toClient(source.headers(), target.headers());
    if (events) {
      target.putHeader("X-Accel-Buffering", "no");
      target.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform");
    }
    if (declared == UNKNOWN && source.statusCode() != 204 && source.statusCode() != 304) {
      target.setChunked(true);
    }
    source.handler(chunk -> received(chunk, done));
    source.endHandler(
        ignored -> {
          if (!target.ended()) {
            target.end();
            done.run();
          }
        });
    if (events) {
      target.writeHead();
    }
  }

  /** Whether either side has been silent for too long. */
  boolean stalled(long now) {
    long idle = loop.config.idleTimeout().toMillis();
    if (full) {
      return now - lastWrite > idle;
    }
    return !events && now - lastRead > idle;
  }

  /** Says that the stream lives, if it is time to. */
  void keepAlive(long now) {
    if (commentable
        && !full
        && boundary.betweenEvents()
        && now - lastWrite >= loop.config.keepAlive().toMillis()) {
      write(COMMENT);
    }
  }

  private void received(Buffer chunk, Runnable done) {
    lastRead = loop.now();
    if (commentable) {
      boundary.passed(chunk);
    }
    if (sent + chunk.length() == declared) {
      sent = declared;
      target.end(chunk);
      done.run();
      return;
    }
    write(chunk);
  }

  private void write(Buffer chunk) {
    sent += chunk.length();
    lastWrite = loop.now();
    target.write(chunk);
    if (target.writeQueueFull()) {
      full = true;
      source.pause();
      target.drainHandler(
          ignored -> {
            full = false;
            lastRead = loop.now();
            source.resume();
          });
    }
  }
}
