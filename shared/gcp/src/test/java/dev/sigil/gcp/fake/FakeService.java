package dev.sigil.gcp.fake;

import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTarget;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A service, its revisions, and the doors that are open to it. Guarded by its Cloud Run. */
final class FakeService {
  final Map<String, Revision> revisions = new LinkedHashMap<>();
  final Map<String, FakeInstances> instances = new LinkedHashMap<>();
  final Map<String, FakeFrontDoor> doors = new LinkedHashMap<>();
  Service service;

  FakeService(Service service) {
    this.service = service;
  }

  URI address(String tag) {
    return Objects.requireNonNull(doors.get(tag)).address();
  }

  /** The revision that takes requests at a tag, or without one; none while all is scaled away. */
  Optional<FakeInstances> behind(String tag) {
    if (service.getScaling().hasManualInstanceCount()) {
      return Optional.empty();
    }
    return service.getTrafficList().stream()
        .filter(target -> tag.isEmpty() ? target.getPercent() > 0 : target.getTag().equals(tag))
        .map(TrafficTarget::getRevision)
        .findFirst()
        .map(instances::get);
  }

  void stop() {
    instances.values().forEach(FakeInstances::stop);
  }

  void close() {
    doors.values().forEach(FakeFrontDoor::close);
    instances.values().forEach(FakeInstances::close);
  }
}
