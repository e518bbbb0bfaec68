package dev.sigil.mcp.client;

import static dev.sigil.mcp.client.McpException.Reason.INTERRUPTED;
import static dev.sigil.mcp.client.McpException.Reason.TIMEOUT;
import static dev.sigil.mcp.client.McpException.Reason.UNREACHABLE;

import dev.sigil.mcp.Message;
import dev.sigil.mcp.MessageCodec;
import dev.sigil.mcp.ProtocolVersion;
import dev.sigil.mcp.RequestId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Streamable HTTP transport as a client sees it (2025-11-25, transports). Follows no redirect:
 * it would carry the caller's credentials elsewhere. Thread-safe.
 */
final class StreamableHttp implements AutoCloseable {
  private static final int MAX_RESUMPTIONS = 20;

  private final URI endpoint;
  private final McpClientOptions options;
  private final MessageCodec codec;
  private final HttpClient http;
  private volatile @Nullable String sessionId;
  private volatile @Nullable ProtocolVersion version;

  StreamableHttp(URI endpoint, McpClientOptions options, MessageCodec codec) {
    this.endpoint = endpoint;
    this.options = options;
    this.codec = codec;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(options.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(
                "https".equals(endpoint.getScheme())
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1)
            .build();
  }

  void agree(ProtocolVersion agreed) {
    version = agreed;
  }

  /** Sends a request and waits for its answer, resuming a broken stream where it can be. */
  Message.Response ask(Message.Request request, Deadline deadline, Consumer<Message> others) {
    AnswerReader.Reply reply = exchange(post(request), request.id(), deadline, others);
    for (int resumed = 0; reply instanceof AnswerReader.Interrupted broken; resumed++) {
      if (resumed == MAX_RESUMPTIONS) {
        throw new McpException(UNREACHABLE, "the stream broke " + resumed + " times");
      }
      pause(broken.retryMillis(), deadline);
      HttpRequest again =
          request("text/event-stream").header("Last-Event-ID", broken.lastEventId()).GET().build();
      reply = exchange(again, request.id(), deadline, others);
    }
    if (reply instanceof AnswerReader.Answered answered && answered.response() != null) {
      return answered.response();
    }
    throw new IllegalStateException("an awaited answer is present");
  }

  /** Sends what has no answer, and waits until the server took it. */
  void tell(Message message, Deadline deadline) {
    exchange(post(message), null, deadline, ignored -> {});
  }

  /** As {@link #tell}, without waiting and without failing. */
  void tellLater(Message message) {
    CompletableFuture<HttpResponse<Void>> unused =
        http.sendAsync(
            post(message),
            new AnswerReader(codec, options.maxStreamBytes(), null, true, ignored -> {}));
  }

  /** Ends the session, if there is one. */
  void delete(Deadline deadline) {
    if (sessionId != null) {
      exchange(request("application/json").DELETE().build(), null, deadline, ignored -> {});
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest post(Message message) {
    return request("application/json, text/event-stream")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(codec.write(message)))
        .build();
  }

  private HttpRequest.Builder request(String accept) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(endpoint);
    options.headers().forEach(builder::setHeader);
    builder.setHeader("Accept", accept);
    if (sessionId != null) {
      builder.setHeader("Mcp-Session-Id", sessionId);
    }
    if (version != null) {
      builder.setHeader("MCP-Protocol-Version", version.wire());
    }
    return builder;
  }

  private AnswerReader.Reply exchange(
      HttpRequest request,
      @Nullable RequestId awaited,
      Deadline deadline,
      Consumer<Message> others) {
    AnswerReader reader =
        new AnswerReader(codec, options.maxStreamBytes(), awaited, sessionId != null, others);
    CompletableFuture<HttpResponse<Void>> sent = http.sendAsync(request, reader);
    CompletableFuture<HttpResponse<Void>> unused =
        sent.whenComplete(
            (response, error) -> {
              if (error != null) {
                reader.fail(error);
              }
            });
    AnswerReader.Reply reply = await(sent, reader, deadline);
    if (reply.sessionId() != null && sessionId == null) {
      sessionId = reply.sessionId();
    }
    return reply;
  }

  private static AnswerReader.Reply await(
      CompletableFuture<?> sent, AnswerReader reader, Deadline deadline) {
    try {
      return reader.reply().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new McpException(TIMEOUT, "the server did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new McpException(INTERRUPTED, "interrupted while waiting for the server", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } finally {
      if (!reader.reply().isDone() || reader.reply().isCompletedExceptionally()) {
        sent.cancel(true);
      }
    }
  }

  private static McpException failure(Throwable cause) {
    return cause instanceof McpException known
        ? known
        : new McpException(UNREACHABLE, "the server cannot be reached", cause);
  }

  private static void pause(long millis, Deadline deadline) {
    Duration pause = Duration.ofMillis(millis);
    if (pause.compareTo(deadline.remaining()) >= 0) {
      throw new McpException(TIMEOUT, "the server asks to reconnect after the deadline");
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new McpException(INTERRUPTED, "interrupted while waiting for the server", e);
    }
  }
}
