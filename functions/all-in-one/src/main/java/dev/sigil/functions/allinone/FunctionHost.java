package dev.sigil.functions.allinone;

import com.google.cloud.functions.HttpFunction;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** Runs one HTTP function for each request on a virtual thread, off the event loop. */
final class FunctionHost implements Handler<HttpServerRequest> {
  private static final Logger LOG = System.getLogger(FunctionHost.class.getName());

  /* A client that is still sending reads its answer only if we go on reading for a while. */
  private static final Duration LINGER = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final HttpFunction function;
  private final ExecutorService threads;

  FunctionHost(Vertx vertx, HttpFunction function, ExecutorService threads) {
    this.vertx = vertx;
    this.function = function;
    this.threads = threads;
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.pause();
    BodyStream body = new BodyStream(request);
    threads.execute(() -> run(request, body));
  }

  private void run(HttpServerRequest request, BodyStream body) {
    HostedResponse response = new HostedResponse();
    boolean headOnly = HttpMethod.HEAD.equals(request.method());
    try {
      function.service(new HostedRequest(request, body), response);
      if (request.isEnded()) {
        response.send(request.response(), headOnly);
      } else {
        request.response().putHeader("Connection", "close");
        response.send(request.response(), headOnly);
        discardRest(request);
      }
    } catch (Exception e) {
      LOG.log(Level.ERROR, "A function failed to answer " + request.method(), e);
      request.connection().close();
    }
  }

  private void discardRest(HttpServerRequest request) {
    long timer = vertx.setTimer(LINGER.toMillis(), expired -> request.connection().close());
    request.handler(bytes -> {});
    request.exceptionHandler(gone -> vertx.cancelTimer(timer));
    request.endHandler(
        end -> {
          vertx.cancelTimer(timer);
          request.connection().close();
        });
    request.resume();
  }
}
