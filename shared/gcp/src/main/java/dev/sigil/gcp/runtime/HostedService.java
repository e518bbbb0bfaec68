package dev.sigil.gcp.runtime;

import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServiceScaling;
import com.google.cloud.run.v2.ServiceScaling.ScalingMode;
import com.google.cloud.run.v2.TrafficTargetStatus;
import dev.sigil.core.TransientException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.Names;
import java.net.URI;
import java.util.Optional;

/** One deployment's service in its cell, and what Sigil reads and writes of it. */
record HostedService(DeploymentId deployment, Cell cell, CloudRun cloud) {
  /* Moves with the traffic, in one write: what was promoted, as opposed to the traffic that the
  first revision of a service has from the beginning. */
  private static final String SERVING = "sigil.dev/serving";

  String id() {
    return Names.service(deployment);
  }

  Optional<Revision> revision(RevisionTag tag) {
    return cloud.revision(id(), tag.revision(deployment));
  }

  /** What was promoted last; empty when nothing ever was. */
  static Optional<RevisionTag> serving(Service service) {
    return RevisionTag.find(service.getAnnotationsOrDefault(SERVING, ""));
  }

  static Service.Builder serving(Service service, RevisionTag tag) {
    return service.toBuilder().putAnnotations(SERVING, tag.toString());
  }

  /** Whether Cloud Run has moved the traffic that it was asked to move. */
  static boolean serves(Service service, RevisionTag tag) {
    return service.getTrafficStatusesList().stream()
        .anyMatch(status -> status.getTag().equals(tag.toString()) && status.getPercent() > 0);
  }

  /** Where a revision answers although it has no traffic. */
  static URI address(Service service, RevisionTag tag, Revision revision) {
    String base =
        service.getTrafficStatusesList().stream()
            .filter(status -> status.getTag().equals(tag.toString()))
            .map(TrafficTargetStatus::getUri)
            .findFirst()
            .orElseThrow(() -> new TransientException("revision " + tag + " has no address yet"));
    return URI.create(base + ServerTemplate.path(revision));
  }

  static ServiceScaling automatic(int minInstances, int maxInstances) {
    return ServiceScaling.newBuilder()
        .setScalingMode(ScalingMode.AUTOMATIC)
        .setMinInstanceCount(minInstances)
        .setMaxInstanceCount(maxInstances)
        .build();
  }

  /** No instance at all, whoever calls. */
  static ServiceScaling none() {
    return ServiceScaling.newBuilder()
        .setScalingMode(ScalingMode.MANUAL)
        .setManualInstanceCount(0)
        .build();
  }
}
