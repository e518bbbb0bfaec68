package dev.sigil.functions.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what Netty repairs: a request with both {@code Content-Length} and {@code
 * Transfer-Encoding}, which two parties may frame differently (RFC 9112 §6.1). Closes a connection
 * whose request head takes too long; a head that arrives whole costs no timer.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  private final Duration headTimeout;
  private boolean awaitingHead = true;
  private @Nullable ScheduledFuture<?> deadline;

  StrictRequestDecoder(HttpServerOptions options, Duration headTimeout) {
    super(options);
    this.headTimeout = headTimeout;
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    int before = out.size();
    super.decode(context, in, out);
    for (int i = before; i < out.size(); i++) {
      awaitingHead = awaitingHead && !(out.get(i) instanceof HttpRequest);
      awaitingHead = awaitingHead || out.get(i) instanceof LastHttpContent;
    }
    if (awaitingHead && out.size() == before) {
      arm(context);
    } else {
      disarm();
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    disarm();
    super.handlerRemoved0(context);
  }

  private void arm(ChannelHandlerContext context) {
    if (deadline == null) {
      deadline =
          context
              .executor()
              .schedule(
                  () -> {
                    ChannelFuture unused = context.close();
                  },
                  headTimeout.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  private void disarm() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
