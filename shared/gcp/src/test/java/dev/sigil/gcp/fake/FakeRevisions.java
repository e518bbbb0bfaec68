package dev.sigil.gcp.fake;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;

/** Makes revisions of their templates. */
final class FakeRevisions {
  static final Condition READY =
      Condition.newBuilder().setType("Ready").setState(Condition.State.CONDITION_SUCCEEDED).build();

  private FakeRevisions() {}

  static Revision of(Service service, String uid) {
    RevisionTemplate template = service.getTemplate();
    return Revision.newBuilder()
        .setName(service.getName() + "/revisions/" + template.getRevision())
        .setService(service.getName())
        .setUid(uid)
        .putAllLabels(template.getLabelsMap())
        .putAllAnnotations(template.getAnnotationsMap())
        .setScaling(template.getScaling())
        .setTimeout(template.getTimeout())
        .setServiceAccount(template.getServiceAccount())
        .setExecutionEnvironment(template.getExecutionEnvironment())
        .setMaxInstanceRequestConcurrency(template.getMaxInstanceRequestConcurrency())
        .setSessionAffinity(template.getSessionAffinity())
        .addAllContainers(template.getContainersList())
        .build();
  }

  /** Whether two revisions were made of the same template. */
  static boolean same(Revision one, Revision other) {
    return one.toBuilder()
        .clearUid()
        .clearConditions()
        .build()
        .equals(other.toBuilder().clearUid().clearConditions().build());
  }

  static boolean isReady(Condition condition) {
    return condition.getState() == Condition.State.CONDITION_SUCCEEDED;
  }

  static Condition.Builder failed(String message) {
    return Condition.newBuilder()
        .setType("Ready")
        .setState(Condition.State.CONDITION_FAILED)
        .setMessage(message);
  }
}
