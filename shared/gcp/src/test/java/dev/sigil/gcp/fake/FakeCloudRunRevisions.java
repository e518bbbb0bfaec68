package dev.sigil.gcp.fake;

import com.google.cloud.run.v2.DeleteRevisionRequest;
import com.google.cloud.run.v2.GetRevisionRequest;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionsGrpc.RevisionsImplBase;
import com.google.longrunning.Operation;
import io.grpc.stub.StreamObserver;

/** Cloud Run's revisions over gRPC. */
final class FakeCloudRunRevisions extends RevisionsImplBase {
  private final FakeCloudRun run;

  FakeCloudRunRevisions(FakeCloudRun run) {
    this.run = run;
  }

  @Override
  public void getRevision(GetRevisionRequest request, StreamObserver<Revision> answer) {
    Answers.reply(answer, () -> run.revision(request.getName()));
  }

  @Override
  public void deleteRevision(DeleteRevisionRequest request, StreamObserver<Operation> answer) {
    Answers.reply(answer, () -> run.delete(request));
  }
}
