package dev.sigil.functions.scanjob;

import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.ReleaseStep;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.event.Topic;
import dev.sigil.core.platform.Platform;
import dev.sigil.scanner.SourceScanner;
import dev.sigil.scanner.dependency.advisory.Advisories;
import dev.sigil.scanner.dependency.advisory.AdvisorySources;
import java.util.Set;

/** Scans what was pushed. */
public final class ScanJobFunction implements EventFunction {
  private final ReleaseStep step;
  private final ScanJob job;

  public ScanJobFunction(ReleaseStep step, ScanJob job) {
    this.step = step;
    this.job = job;
  }

  /** The function on a platform, with Sigil's own scanner. */
  public static ScanJobFunction on(Platform platform, ScanJobConfig config) {
    Releases releases = new Releases(platform.documents(), platform.clock());
    Advisories advisories =
        AdvisorySources.of(config.advisories(), config.advisoryService(), platform.clock());
    SourceScanner scanner = new SourceScanner(config.waived(), advisories, platform.clock());
    return new ScanJobFunction(
        new ReleaseStep(releases, platform.clock(), ReleaseState.SCANNING, release -> {}),
        new ScanJob(releases, platform.sources(), scanner, platform.events(), config.limits()));
  }

  @Override
  public Set<Topic> topics() {
    return Set.of(Topic.SOURCE_PUSHED);
  }

  @Override
  public void accept(Delivery delivery) {
    step.run(delivery, SourcePushed.class, SourcePushed::release, job::run);
  }
}
