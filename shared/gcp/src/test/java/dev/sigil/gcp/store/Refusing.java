package dev.sigil.gcp.store;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Refuses the first commits before they reach Firestore. */
final class Refusing implements ClientInterceptor {
  private final AtomicInteger left;
  private final Status status;

  Refusing(int commits, Status status) {
    this.left = new AtomicInteger(commits);
    this.status = status;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    if (!"Commit".equals(method.getBareMethodName()) || left.getAndDecrement() <= 0) {
      return next.newCall(method, options);
    }
    return new ClientCall<>() {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        listener.onClose(status, new Metadata());
      }

      @Override
      public void request(int messages) {}

      @Override
      public void cancel(@Nullable String message, @Nullable Throwable cause) {}

      @Override
      public void halfClose() {}

      @Override
      public void sendMessage(Q message) {}
    };
  }
}
