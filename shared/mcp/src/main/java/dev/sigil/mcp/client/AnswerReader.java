package dev.sigil.mcp.client;

import static dev.sigil.mcp.client.McpException.Reason.HTTP_STATUS;
import static dev.sigil.mcp.client.McpException.Reason.PROTOCOL;
import static dev.sigil.mcp.client.McpException.Reason.SESSION_LOST;
import static dev.sigil.mcp.client.McpException.Reason.TOO_LARGE;

import dev.sigil.mcp.MalformedMessageException;
import dev.sigil.mcp.Message;
import dev.sigil.mcp.MessageCodec;
import dev.sigil.mcp.RequestId;
import dev.sigil.mcp.SseDecoder;
import dev.sigil.mcp.SseEvent;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the HTTP answer to one POST or GET, as JSON or as a stream of events, and completes as soon
 * as the awaited message is there. What follows it is drained up to a small bound, so that the
 * connection can be used again.
 */
final class AnswerReader implements BodyHandler<Void>, BodySubscriber<Void> {
  private static final int MAX_ERROR_BODY = 8 * 1024;
  private static final int MAX_TAIL = 8 * 1024;

  private enum Kind {
    JSON,
    EVENTS,
    ERROR,
    NOTHING
  }

  private final MessageCodec codec;
  private final long maxStreamBytes;
  private final @Nullable RequestId awaited;
  private final boolean sessionNamed;
  private final Consumer<Message> others;
  private final CompletableFuture<Reply> reply = new CompletableFuture<>();
  private final CompletableFuture<Void> body = new CompletableFuture<>();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private final SseDecoder decoder;
  private Kind kind = Kind.NOTHING;
  private int status;
  private @Nullable String sessionId;
  private @Nullable String lastEventId;
  private @Nullable Long retryMillis;
  private Flow.@Nullable Subscription subscription;
  private long received;
  private long tail;

  /** How an HTTP exchange ended. */
  sealed interface Reply {
    @Nullable String sessionId();
  }

  /** The awaited message, or none when none was awaited. */
  record Answered(Message.@Nullable Response response, @Nullable String sessionId)
      implements Reply {}

  /** The stream ended early but can be resumed after an event. */
  record Interrupted(String lastEventId, long retryMillis, @Nullable String sessionId)
      implements Reply {}

  AnswerReader(
      MessageCodec codec,
      long maxStreamBytes,
      @Nullable RequestId awaited,
      boolean sessionNamed,
      Consumer<Message> others) {
    this.codec = codec;
    this.maxStreamBytes = maxStreamBytes;
    this.awaited = awaited;
    this.sessionNamed = sessionNamed;
    this.others = others;
    this.decoder = new SseDecoder(codec.limits().maxBytes(), this::onEvent);
  }

  CompletableFuture<Reply> reply() {
    return reply;
  }

  @Override
  public BodySubscriber<Void> apply(ResponseInfo info) {
    status = info.statusCode();
    sessionId = info.headers().firstValue("Mcp-Session-Id").orElse(null);
    String type =
        info.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT).strip();
    if (status < 200 || status > 299) {
      kind = Kind.ERROR;
    } else if (awaited == null) {
      reply.complete(new Answered(null, sessionId));
    } else if (type.startsWith("text/event-stream")) {
      kind = Kind.EVENTS;
    } else if (type.startsWith("application/json")) {
      kind = Kind.JSON;
    } else {
      fail(new McpException(PROTOCOL, "the answer is neither JSON nor an event stream"));
    }
    return this;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription s) {
    subscription = s;
    s.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    try {
      buffers.forEach(this::accept);
    } catch (MalformedMessageException e) {
      fail(new McpException(TOO_LARGE, "the server's answer is too large: " + e.getMessage(), e));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    end();
    reply.completeExceptionally(thrown);
    body.complete(null);
  }

  @Override
  public void onComplete() {
    try {
      end();
    } catch (RuntimeException e) {
      reply.completeExceptionally(e);
    }
    reply.completeExceptionally(new McpException(PROTOCOL, "the stream ended without an answer"));
    body.complete(null);
  }

  private void accept(ByteBuffer bytes) {
    if (reply.isDone()) {
      drain(bytes.remaining());
      return;
    }
    received += bytes.remaining();
    if (received > maxStreamBytes) {
      throw new McpException(TOO_LARGE, "the answer exceeds " + maxStreamBytes + " bytes");
    }
    switch (kind) {
      case EVENTS -> decoder.feed(bytes);
      case JSON -> append(bytes, codec.limits().maxBytes());
      case ERROR -> {
        if (buffer.size() + bytes.remaining() > MAX_ERROR_BODY) {
          fail(httpError());
        } else {
          append(bytes, MAX_ERROR_BODY);
        }
      }
      case NOTHING -> drain(bytes.remaining());
    }
  }

  private void append(ByteBuffer bytes, int max) {
    if (buffer.size() + bytes.remaining() > max) {
      throw new McpException(TOO_LARGE, "the answer exceeds " + max + " bytes");
    }
    byte[] chunk = new byte[bytes.remaining()];
    bytes.get(chunk);
    buffer.writeBytes(chunk);
  }

  private void drain(int count) {
    tail += count;
    if (tail > MAX_TAIL && subscription != null) {
      subscription.cancel();
      body.complete(null);
    }
  }

  /* What a finished or broken body amounts to. */
  private void end() {
    if (reply.isDone()) {
      return;
    }
    switch (kind) {
      case ERROR -> reply.completeExceptionally(httpError());
      case JSON -> {
        if (buffer.size() > 0) {
          onMessage(buffer.toByteArray());
        }
      }
      case EVENTS -> {
        if (lastEventId != null) {
          reply.complete(
              new Interrupted(lastEventId, retryMillis == null ? 1_000 : retryMillis, sessionId));
        }
      }
      case NOTHING -> {}
    }
  }

  private McpException httpError() {
    return McpException.httpStatus(
        status,
        status == 404 && sessionNamed ? SESSION_LOST : HTTP_STATUS,
        buffer.toString(StandardCharsets.UTF_8));
  }

  private void onEvent(SseEvent event) {
    if (event.id() != null) {
      lastEventId = event.id();
    }
    if (event.retryMillis() != null) {
      retryMillis = event.retryMillis();
    }
    if (event.type().equals("message") && !event.data().isEmpty() && !reply.isDone()) {
      onMessage(event.data().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void onMessage(byte[] json) {
    Message message;
    try {
      message = codec.read(json);
    } catch (MalformedMessageException e) {
      throw new McpException(PROTOCOL, "the server sent no valid message: " + e.getMessage(), e);
    }
    if (message instanceof Message.Response response && isAwaited(response)) {
      reply.complete(new Answered(response, sessionId));
    } else {
      others.accept(message);
    }
  }

  private boolean isAwaited(Message.Response response) {
    return switch (response) {
      case Message.Result result -> result.id().equals(awaited);
      case Message.Failure failure -> failure.id() == null || failure.id().equals(awaited);
    };
  }

  void fail(Throwable error) {
    reply.completeExceptionally(
        error instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : error);
    if (subscription != null) {
      subscription.cancel();
    }
    body.complete(null);
  }
}
