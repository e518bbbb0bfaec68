package dev.sigil.gcp.fake;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc.OperationsImplBase;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Operations that take as many questions as a test says until they are done. Thread-safe. */
public final class FakeOperations extends OperationsImplBase {
  private record Pending(int questions, Operation begun, CompletableFuture<Operation> done) {}

  private final Map<String, Pending> operations = new LinkedHashMap<>();
  private int questions = 1;

  /** How often the operations begun from now on are asked for before they are done. */
  public synchronized void take(int times) {
    questions = times;
  }

  /** Begins an operation below {@code parent} that will answer {@code response}. */
  synchronized Operation begin(String parent, Message metadata, Message response) {
    return begin(parent, metadata, CompletableFuture.completedFuture(response));
  }

  /** As above, once {@code work} is done; an exception of gRPC becomes the operation's error. */
  synchronized Operation begin(
      String parent, Message metadata, CompletableFuture<? extends Message> work) {
    String name = parent + "/operations/" + (operations.size() + 1);
    Operation begun = Operation.newBuilder().setName(name).setMetadata(Any.pack(metadata)).build();
    CompletableFuture<Operation> done =
        work.handle(
            (response, error) -> error == null ? succeeded(begun, response) : failed(begun, error));
    operations.put(name, new Pending(questions, begun, done));
    return begun;
  }

  private static Operation succeeded(Operation begun, Message response) {
    return begun.toBuilder().setDone(true).setResponse(Any.pack(response)).build();
  }

  private static Operation failed(Operation begun, Throwable error) {
    Status status = Status.fromThrowable(error);
    String description = status.getDescription();
    return begun.toBuilder()
        .setDone(true)
        .setError(
            com.google.rpc.Status.newBuilder()
                .setCode(status.getCode().value())
                .setMessage(description == null ? error.toString() : description))
        .build();
  }

  @Override
  public synchronized void getOperation(
      GetOperationRequest request, StreamObserver<Operation> answer) {
    Pending pending = operations.get(request.getName());
    if (pending == null) {
      answer.onError(Status.NOT_FOUND.withDescription("no such operation").asRuntimeException());
      return;
    }
    operations.put(
        request.getName(), new Pending(pending.questions() - 1, pending.begun(), pending.done()));
    boolean done = pending.questions() <= 1 && pending.done().isDone();
    answer.onNext(done ? pending.done().resultNow() : pending.begun());
    answer.onCompleted();
  }
}
