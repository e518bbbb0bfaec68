package dev.sigil.gcp.fake;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** How fakes answer. */
final class Answers {
  private Answers() {}

  /** Answers with what {@code body} returns, or refuses with the status that it throws. */
  static <T> void reply(StreamObserver<T> answer, Supplier<T> body) {
    try {
      answer.onNext(body.get());
      answer.onCompleted();
    } catch (StatusRuntimeException e) {
      answer.onError(e);
    }
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw refusal(Status.INVALID_ARGUMENT, otherwise);
    }
  }

  static StatusRuntimeException refusal(Status status, String description) {
    return status.withDescription(description).asRuntimeException();
  }
}
