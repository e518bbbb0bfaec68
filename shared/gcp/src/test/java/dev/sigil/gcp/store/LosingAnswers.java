package dev.sigil.gcp.store;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets the first commits take place and answers them with a failure. */
final class LosingAnswers implements ClientInterceptor {
  private final AtomicInteger left;
  private final Status status;

  LosingAnswers(int commits, Status status) {
    this.left = new AtomicInteger(commits);
    this.status = status;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    if (!"Commit".equals(method.getBareMethodName()) || left.getAndDecrement() <= 0) {
      return call;
    }
    return new SimpleForwardingClientCall<>(call) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onMessage(A answer) {}

              @Override
              public void onClose(Status ignored, Metadata trailers) {
                super.onClose(status, new Metadata());
              }
            },
            headers);
      }
    };
  }
}
