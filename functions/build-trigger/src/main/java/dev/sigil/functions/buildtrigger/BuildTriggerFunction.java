package dev.sigil.functions.buildtrigger;

import dev.sigil.builder.Planner;
import dev.sigil.builder.image.BaseImages;
import dev.sigil.builder.image.Dockerfiles;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.ReleaseStep;
import dev.sigil.core.event.ScanPassed;
import dev.sigil.core.event.Topic;
import dev.sigil.core.platform.Platform;
import java.util.Set;

/** Plans and builds what the scan let through. */
public final class BuildTriggerFunction implements EventFunction {
  private final ReleaseStep step;
  private final BuildTrigger trigger;

  public BuildTriggerFunction(ReleaseStep step, BuildTrigger trigger) {
    this.step = step;
    this.trigger = trigger;
  }

  /** The function on a platform, with Sigil's own planner. */
  public static BuildTriggerFunction on(Platform platform, BuildTriggerConfig config) {
    Releases releases = new Releases(platform.documents(), platform.clock());
    Dockerfiles dockerfiles = new Dockerfiles(BaseImages.standard(), config.bridgeImage());
    Planning planning = Planning.of(new Planner()::plan, dockerfiles::render);
    return new BuildTriggerFunction(
        new ReleaseStep(
            releases,
            platform.events(),
            platform.clock(),
            ReleaseState.BUILDING,
            platform.builds()::cancel),
        new BuildTrigger(
            releases,
            platform.sources(),
            planning,
            platform.builds(),
            platform.events(),
            config.limits()));
  }

  @Override
  public Set<Topic> topics() {
    return Set.of(Topic.SCAN_PASSED);
  }

  @Override
  public void accept(Delivery delivery) {
    step.run(delivery, ScanPassed.class, ScanPassed::release, trigger::run);
  }
}
