package dev.sigil.push;

import dev.sigil.core.event.Event;
import dev.sigil.core.event.ForeignEvents;
import dev.sigil.core.event.ScanPassed;
import dev.sigil.core.id.ReleaseId;
import java.util.Map;
import java.util.Optional;

/** Another system's topic, whose messages say all in an attribute. */
public final class ForeignBuilds implements ForeignEvents, ForeignEvents.Factory {
  @Override
  public ForeignEvents open(Map<String, String> environment) {
    return this;
  }

  @Override
  public String topic() {
    return "builds";
  }

  @Override
  public Optional<Event> translate(Map<String, String> attributes, String data) {
    return "DONE".equals(attributes.get("status"))
        ? Optional.of(new ScanPassed(new ReleaseId("deployment-done")))
        : Optional.empty();
  }
}
