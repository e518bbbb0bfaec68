package dev.sigil.push;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.sigil.core.TransientException;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.log.LogContext;
import dev.sigil.core.log.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * A push endpoint. It acknowledges with 204 what the function returned from; everything else is
 * answered with a 5xx, so that Pub/Sub delivers it again and in the end moves it to the dead
 * letter, also what nobody can read: there somebody finds it. Thread-safe as its function is.
 */
final class PushEndpoint {
  /** Longest body in bytes: events are below 1 KB, and Cloud Build's messages below 1 MiB. */
  static final int MAX_BODY = 2 * 1024 * 1024;

  private static final Logger LOG = System.getLogger(PushEndpoint.class.getName());

  private final Deliveries deliveries;
  private final Consumer<Delivery> function;

  PushEndpoint(Deliveries deliveries, Consumer<Delivery> function) {
    this.deliveries = deliveries;
    this.function = function;
  }

  /** Answers one request: a push, or the question whether the function is well. */
  void service(HttpRequest request, HttpResponse response) throws IOException {
    LogContext.Scope trace = Trace.of(request::getFirstHeader);
    try {
      if (request.getMethod().equals("POST")) {
        receive(request, response);
      } else if (request.getPath().equals("/health")) {
        answer(response, 200, "ok");
      } else {
        response.appendHeader("Allow", "POST");
        answer(response, 405, "Pub/Sub posts here.");
      }
    } finally {
      trace.close();
    }
  }

  private void receive(HttpRequest request, HttpResponse response) throws IOException {
    try {
      handle(PushEnvelope.parse(body(request)));
      response.setStatusCode(204);
    } catch (TransientException e) {
      LOG.log(Level.WARNING, "To be delivered again: {0}", e.getMessage());
      answer(response, 503, "Not now; deliver it again.");
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A push could not be handled", e);
      answer(response, 500, "Not handled; the function's log says why.");
    }
  }

  private void handle(PushEnvelope push) {
    LogContext.Scope subscription = LogContext.with("subscription", push.subscription());
    try {
      deliveries.of(push).ifPresent(function);
    } finally {
      subscription.close();
    }
  }

  private static byte[] body(HttpRequest request) throws IOException {
    try (InputStream in = request.getInputStream()) {
      byte[] body = in.readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        throw new IllegalArgumentException("a push has at most " + MAX_BODY + " bytes");
      }
      return body;
    }
  }

  private static void answer(HttpResponse response, int status, String text) throws IOException {
    response.setStatusCode(status);
    response.setContentType("text/plain; charset=utf-8");
    response.getWriter().write(text);
  }
}
