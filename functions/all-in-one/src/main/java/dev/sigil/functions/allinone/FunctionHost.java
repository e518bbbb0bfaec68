package dev.sigil.functions.allinone;

import com.google.cloud.functions.HttpFunction;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;

/** Runs one HTTP function for each request on a virtual thread, off the event loop. */
final class FunctionHost implements Handler<HttpServerRequest> {
  private static final Logger LOG = System.getLogger(FunctionHost.class.getName());

  private final HttpFunction function;
  private final ExecutorService threads;

  FunctionHost(HttpFunction function, ExecutorService threads) {
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
    try {
      function.service(new HostedRequest(request, body), response);
      if (!request.isEnded()) {
        request.response().putHeader("Connection", "close");
      }
      response.send(request.response(), HttpMethod.HEAD.equals(request.method()));
    } catch (Exception e) {
      LOG.log(Level.ERROR, "A function failed to answer " + request.method(), e);
      request.connection().close();
    }
  }
}
