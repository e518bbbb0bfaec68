package dev.sigil.functions.gateway;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.Scope;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.functions.gateway.SessionSeal.Session;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: find the server, admit the caller, lease an instance, carry the request
 * there and the answer back. However it ends, it ends once: the lease is closed, the instance's
 * side is reset unless it is done, and the request is counted. Confined to its event loop.
 */
final class Exchange {
  private static final Logger LOG = System.getLogger(Exchange.class.getName());
  private static final int CLIENT_LEFT = 499;

  private final EventLoop loop;
  private final Context context;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Address address;
  private final Credentials credentials;
  private final RequestBody body;
  private final long began = System.nanoTime();
  private final long answerDue;
  private final long bodyDue;

  private @Nullable Deployment deployment;
  private String holder = "";
  private @Nullable String sealed;
  private @Nullable Session session;
  private @Nullable Lease lease;
  private @Nullable HttpClientRequest upstream;
  private @Nullable ResponseBody answer;
  private boolean retried;
  private boolean over;

  Exchange(EventLoop loop, Context context, HttpServerRequest request, Address address) {
    this.loop = loop;
    this.context = context;
    this.request = request;
    this.response = request.response();
    this.address = address;
    credentials = Credentials.of(request.headers());
    body = new RequestBody(request, loop.config.maxBody());
    long now = loop.now();
    answerDue = now + loop.config.responseTimeout().toMillis();
    bodyDue = now + loop.config.bodyTimeout().toMillis();
  }

  void begin() {
    loop.add(this);
    if (body.tooLarge()) {
      refuseBody();
      return;
    }
    request.pause();
    response.closeHandler(ignored -> clientLeft());
    response.exceptionHandler(ignored -> clientLeft());
    request.exceptionHandler(ignored -> clientLeft());
    then(loop.directory.deployment(address), this::found);
  }

  /** Looks at the deadlines. */
  void tick(long now) {
    ResponseBody flowing = answer;
    if (!body.complete() && upstream != null && now > bodyDue) {
      refuseOrCut(
          Refusal.of(ErrorCode.REQUEST_TIMEOUT, "The request's body did not arrive in time."));
    } else if (flowing == null && now > answerDue) {
      refuse(Refusal.of(ErrorCode.SERVER_TIMEOUT, "The server did not answer in time."));
    } else if (flowing != null && flowing.stalled(now)) {
      cut("stalled");
    } else if (flowing != null) {
      flowing.keepAlive(now);
    }
  }

  private void found(Optional<Deployment> deployed, @Nullable Throwable error) {
    if (error != null) {
      refuse(refusal(error));
    } else if (deployed.isEmpty()) {
      refuse(noServer());
    } else {
      admit(deployed.get());
    }
  }

  private void admit(Deployment target) {
    if (target.visibility() == Visibility.PUBLIC) {
      lease(target);
      return;
    }
    ApiToken token = credentials.token();
    if (token == null) {
      refuse(Refusal.of(ErrorCode.UNAUTHENTICATED, "This server is private."));
      return;
    }
    then(loop.directory.principal(token), (found, error) -> identified(target, found, error));
  }

  private void identified(Deployment target, Optional<Principal> found, @Nullable Throwable error) {
    if (error != null) {
      refuse(refusal(error));
    } else if (found.isEmpty()) {
      refuse(
          Refusal.of(
              ErrorCode.UNAUTHENTICATED, "The API key is unknown, has expired or was revoked."));
    } else if (!found.get().workspace().equals(target.workspace())) {
      refuse(noServer());
    } else if (!found.get().may(Scope.INVOKE)) {
      refuse(Refusal.of(ErrorCode.FORBIDDEN, "The API key lacks the scope `invoke`."));
    } else {
      holder = found.get().actor();
      lease(target);
    }
  }

  private void lease(Deployment target) {
    deployment = target;
    sealed = request.getHeader(ForwardedHeaders.SESSION);
    if (sealed != null) {
      session = loop.seal.open(target.id(), holder, sealed).orElse(null);
      if (session == null) {
        refuse(Refusal.sessionEnded());
        return;
      }
    }
    acquire(target);
  }

  private void acquire(Deployment target) {
    String instance = session == null ? null : session.instance();
    loop.ports
        .instances()
        .acquire(target.id(), instance)
        .whenComplete((granted, error) -> onLoop(() -> leased(target, granted, error)));
  }

  private void leased(Deployment target, @Nullable Lease granted, @Nullable Throwable error) {
    if (granted == null) {
      refuse(isNotFound(error) && session != null ? Refusal.sessionEnded() : refusal(error));
      return;
    }
    if (over) {
      granted.close();
      return;
    }
    lease = granted;
    URI endpoint = granted.endpoint();
    boolean secure = "https".equals(endpoint.getScheme());
    String query = request.query();
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(endpoint.getHost())
            .setPort(endpoint.getPort() >= 0 ? endpoint.getPort() : secure ? 443 : 80)
            .setSsl(secure)
            .setURI(query == null ? endpoint.getRawPath() : endpoint.getRawPath() + '?' + query);
    loop.client(request.method())
        .request(options)
        .onComplete(
            connected -> {
              if (connected.succeeded()) {
                send(granted, connected.result());
              } else {
                unreachable(target, connected.cause());
              }
            });
  }

  private void send(Lease granted, HttpClientRequest target) {
    if (over) {
      target.reset();
      return;
    }
    upstream = target;
    ForwardedHeaders.toServer(
        request, target.headers(), credentials.forwarded(), loop.config.trustForwarded());
    granted.headers().forEach((name, value) -> target.headers().set(name, value));
    if (session != null) {
      target.putHeader(ForwardedHeaders.SESSION, session.id());
    }
    target.exceptionHandler(this::failed);
    target
        .response()
        .onComplete(
            answered -> {
              if (answered.succeeded()) {
                answered(granted, answered.result());
              } else {
                failed(answered.cause());
              }
            });
    body.sendTo(target, this::refuseBody);
  }

  /* Nothing was sent yet: an instance that stopped between lease and connect costs one retry. */
  private void unreachable(Deployment target, Throwable cause) {
    if (over) {
      return;
    }
    LOG.log(Level.DEBUG, () -> "no connection to " + address + ": " + cause);
    if (cause instanceof ConnectionPoolTooBusyException) {
      refuse(Refusal.of(ErrorCode.RATE_LIMITED, "The server has too many requests under way."));
    } else if (session != null) {
      refuse(Refusal.sessionEnded());
    } else if (!retried) {
      retried = true;
      closeLease();
      acquire(target);
    } else {
      refuse(Refusal.of(ErrorCode.SERVER_FAILED, "The server takes no connections."));
    }
  }

  private void answered(Lease granted, HttpClientResponse source) {
    if (over) {
      return;
    }
    String id = source.getHeader(ForwardedHeaders.SESSION);
    if (id != null && id.length() > SessionSeal.MAX_ID) {
      refuse(Refusal.of(ErrorCode.SERVER_FAILED, "The server's session id is too long."));
      return;
    }
    if (id != null) {
      response.putHeader(ForwardedHeaders.SESSION, outward(granted, source, id));
    }
    source.exceptionHandler(this::failed);
    ResponseBody flowing = new ResponseBody(loop, source, response);
    answer = flowing;
    flowing.forward(this::done);
  }

  /* Sealing is random: a server that repeats its id must not seem to change it. */
  private String outward(Lease granted, HttpClientResponse source, String id) {
    if (sealed != null && session != null && id.equals(session.id())) {
      return sealed;
    }
    Deployment target = Objects.requireNonNull(deployment);
    String instance = granted.instance(source.cookies());
    return loop.seal.seal(target.id(), holder, new Session(instance, id));
  }

  private void done() {
    boolean unread = !body.complete();
    end(response.getStatusCode(), false);
    if (unread) {
      Refusal.linger(request);
    }
  }

  private void failed(Throwable cause) {
    if (over) {
      return;
    }
    LOG.log(Level.DEBUG, () -> "request to " + address + " failed: " + cause);
    refuseOrCut(Refusal.of(ErrorCode.SERVER_FAILED, "The server closed the connection."));
  }

  private void refuseBody() {
    int max = loop.config.maxBody();
    refuseOrCut(
        Refusal.of(
            ErrorCode.PAYLOAD_TOO_LARGE, "The request's body is longer than " + max + " bytes."));
  }

  private void refuseOrCut(Refusal refusal) {
    if (response.headWritten()) {
      cut(refusal.message());
    } else {
      refuse(refusal);
    }
  }

  private void refuse(Refusal refusal) {
    if (over) {
      return;
    }
    body.abandon();
    end(refusal.status(), false);
    refusal.send(request);
  }

  /* The client must see that the answer is not whole. */
  private void cut(String reason) {
    if (over) {
      return;
    }
    LOG.log(Level.INFO, () -> "answer of " + address + " cut: " + reason);
    end(response.getStatusCode(), true);
    request.connection().close();
  }

  private void clientLeft() {
    if (!over) {
      end(response.headWritten() ? response.getStatusCode() : CLIENT_LEFT, response.headWritten());
    }
  }

  private void end(int status, boolean broken) {
    over = true;
    loop.remove(this);
    closeLease();
    if (upstream != null && (!response.ended() || !body.complete())) {
      upstream.reset();
    }
    if (deployment != null) {
      long sent = answer == null ? 0 : answer.sent();
      long nanos = System.nanoTime() - began;
      loop.ports.metrics().completed(deployment.id(), status, body.received(), sent, nanos, broken);
      LOG.log(
          Level.DEBUG,
          () -> request.method() + " " + address + " " + status + " " + nanos / 1000 + " us");
    }
  }

  private void closeLease() {
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }

  private Refusal noServer() {
    return Refusal.of(
        ErrorCode.NOT_FOUND,
        "There is no server " + address.owner() + "/" + address.name() + ".",
        "Check owner and name; a private server also needs an API key of its workspace.");
  }

  private static boolean isNotFound(@Nullable Throwable error) {
    return unwrap(error) instanceof SigilException e && e.code() == ErrorCode.NOT_FOUND;
  }

  private static Refusal refusal(@Nullable Throwable error) {
    Throwable cause = unwrap(error);
    if (cause instanceof SigilException e) {
      return Refusal.of(e);
    }
    LOG.log(Level.WARNING, "request failed", cause);
    return cause instanceof TransientException
        ? Refusal.of(ErrorCode.UNAVAILABLE, "The platform is busy.")
        : Refusal.of(ErrorCode.INTERNAL, "The gateway failed.");
  }

  private static @Nullable Throwable unwrap(@Nullable Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  private <T> void then(CompletionStage<T> stage, BiConsumer<T, @Nullable Throwable> next) {
    stage.whenComplete(
        (value, error) ->
            onLoop(
                () -> {
                  if (!over) {
                    next.accept(value, error);
                  }
                }));
  }

  /* What is already known is used at once; a hop through the queue would cost a wake-up. */
  private void onLoop(Runnable action) {
    if (Vertx.currentContext() == context) {
      action.run();
    } else {
      context.runOnContext(ignored -> action.run());
    }
  }
}
