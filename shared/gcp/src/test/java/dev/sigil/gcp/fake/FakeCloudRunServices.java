package dev.sigil.gcp.fake;

import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.DeleteServiceRequest;
import com.google.cloud.run.v2.GetServiceRequest;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesGrpc.ServicesImplBase;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.longrunning.Operation;
import io.grpc.stub.StreamObserver;

/** Cloud Run's services over gRPC. */
final class FakeCloudRunServices extends ServicesImplBase {
  private final FakeCloudRun run;
  private final FakePolicies policies;

  FakeCloudRunServices(FakeCloudRun run, FakePolicies policies) {
    this.run = run;
    this.policies = policies;
  }

  @Override
  public void getService(GetServiceRequest request, StreamObserver<Service> answer) {
    Answers.reply(answer, () -> run.service(request.getName()));
  }

  @Override
  public void createService(CreateServiceRequest request, StreamObserver<Operation> answer) {
    Answers.reply(answer, () -> run.create(request));
  }

  @Override
  public void updateService(UpdateServiceRequest request, StreamObserver<Operation> answer) {
    Answers.reply(answer, () -> run.update(request));
  }

  @Override
  public void deleteService(DeleteServiceRequest request, StreamObserver<Operation> answer) {
    Answers.reply(answer, () -> run.delete(request));
  }

  @Override
  public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> answer) {
    Answers.reply(answer, () -> policies.get(run.service(request.getResource()).getName()));
  }

  @Override
  public void setIamPolicy(SetIamPolicyRequest request, StreamObserver<Policy> answer) {
    Answers.reply(
        answer,
        () -> policies.set(run.service(request.getResource()).getName(), request.getPolicy()));
  }
}
