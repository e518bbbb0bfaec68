package dev.sigil.functions.scanjob;

import dev.sigil.core.account.AuditLog;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.ReleaseStep;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.event.Topic;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.scan.BillsOfMaterials;
import dev.sigil.core.scan.ScanEngine;
import dev.sigil.core.scan.Scanner;
import dev.sigil.core.scan.policy.Judgements;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.scanner.StandardEngine;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Set;

/** Scans what was pushed. */
public final class ScanJobFunction implements EventFunction {
  private static final System.Logger LOG = System.getLogger(ScanJobFunction.class.getName());

  private final ReleaseStep step;
  private final ScanJob job;

  public ScanJobFunction(ReleaseStep step, ScanJob job) {
    this.step = step;
    this.job = job;
  }

  /** The function on a platform, with Sigil's own scanner. */
  public static ScanJobFunction on(Platform platform, ScanJobConfig config) {
    Releases releases = new Releases(platform.documents(), platform.clock());
    ScanEngine engine = new StandardEngine();
    engine
        .rejected(config.additions())
        .forEach(why -> LOG.log(Level.WARNING, "SIGIL_SECRET_RULES: {0}", why));
    Scanner scanner = engine.scanner(config.additions(), platform.clock());
    AuditLog audit = new AuditLog(platform.documents(), platform.clock(), new SecureRandom());
    Waivers waivers = new Waivers(platform.documents(), platform.clock(), audit);
    Judgements judgements =
        new Judgements(platform.documents(), releases, waivers, config.waived());
    return new ScanJobFunction(
        new ReleaseStep(
            releases, platform.events(), platform.clock(), ReleaseState.SCANNING, release -> {}),
        new ScanJob(
            releases,
            platform.sources(),
            scanner,
            judgements,
            engine::billOfMaterials,
            new BillsOfMaterials(platform.documents()),
            platform.events(),
            config.limits()));
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
