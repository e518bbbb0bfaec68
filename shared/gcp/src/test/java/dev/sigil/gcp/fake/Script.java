package dev.sigil.gcp.fake;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands before the services: records each call, and plays what a test scripted. Thread-safe. */
final class Script implements ServerInterceptor {
  private record Line(String method, Status status, boolean afterwards) {}

  private record Call(String method, Metadata headers) {}

  private final List<Line> lines = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<Object> requests = new ArrayList<>();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Line line = next(call.getMethodDescriptor().getBareMethodName(), headers);
    if (line == null) {
      return record(next.startCall(call, headers));
    }
    if (line.afterwards()) {
      return record(next.startCall(new LostAnswer<>(call, line.status()), headers));
    }
    return new ServerCall.Listener<>() {
      {
        call.request(1);
      }

      @Override
      public void onMessage(Q message) {
        add(message);
      }

      @Override
      public void onHalfClose() {
        call.close(line.status(), new Metadata());
      }
    };
  }

  synchronized void add(String method, Status status, int times, boolean afterwards) {
    for (int i = 0; i < times; i++) {
      lines.add(new Line(method, status, afterwards));
    }
  }

  synchronized List<Object> requests() {
    return List.copyOf(requests);
  }

  synchronized List<String> calls() {
    return calls.stream().map(Call::method).toList();
  }

  synchronized @Nullable String header(String method, String name) {
    Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    return calls.reversed().stream()
        .filter(call -> call.method().equals(method))
        .findFirst()
        .map(call -> call.headers().get(key))
        .orElse(null);
  }

  private synchronized @Nullable Line next(@Nullable String method, Metadata headers) {
    if (method == null) {
      return null;
    }
    calls.add(new Call(method, headers));
    for (Line line : lines) {
      if (line.method().equals(method)) {
        lines.remove(line);
        return line;
      }
    }
    return null;
  }

  private synchronized void add(Object request) {
    requests.add(request);
  }

  private <Q> ServerCall.Listener<Q> record(ServerCall.Listener<Q> listener) {
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onMessage(Q message) {
        add(message);
        super.onMessage(message);
      }
    };
  }

  private static final class LostAnswer<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Status status;

    LostAnswer(ServerCall<Q, A> call, Status status) {
      super(call);
      this.status = status;
    }

    @Override
    public void sendMessage(A message) {}

    @Override
    public void close(Status ignored, Metadata trailers) {
      super.close(status, new Metadata());
    }
  }
}
