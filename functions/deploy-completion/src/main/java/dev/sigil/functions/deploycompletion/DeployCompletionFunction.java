package dev.sigil.functions.deploycompletion;

import dev.sigil.core.account.AuditLog;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.PreviewChanged;
import dev.sigil.core.event.ReleaseChanged;
import dev.sigil.core.event.ReleaseStep;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.event.Topic;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.scan.ScanEngine;
import dev.sigil.core.scan.policy.Judgements;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.functions.deploycompletion.report.Reporting;
import java.security.SecureRandom;
import java.util.Set;

/**
 * Takes finished builds live, looks after releases that stand still, shows every release at its
 * code host, and runs previews of pull requests.
 */
public final class DeployCompletionFunction implements EventFunction {
  private final ReleaseStep step;
  private final DeployCompletion completion;
  private final Reconciliation reconciliation;
  private final Reporting reporting;
  private final Previewing previewing;

  public DeployCompletionFunction(
      ReleaseStep step,
      DeployCompletion completion,
      Reconciliation reconciliation,
      Reporting reporting,
      Previewing previewing) {
    this.step = step;
    this.completion = completion;
    this.reconciliation = reconciliation;
    this.reporting = reporting;
    this.previewing = previewing;
  }

  /** The function on a platform, with a real MCP client. */
  public static DeployCompletionFunction on(Platform platform, DeployCompletionConfig config) {
    Releases releases = new Releases(platform.documents(), platform.clock());
    SecureRandom random = new SecureRandom();
    AuditLog audit = new AuditLog(platform.documents(), platform.clock(), random);
    Previewing previewing = Previewing.on(platform, config, random);
    Judgements judgements =
        new Judgements(
            platform.documents(),
            releases,
            new Waivers(platform.documents(), platform.clock(), audit),
            config.waived());
    return new DeployCompletionFunction(
        new ReleaseStep(
            releases,
            platform.events(),
            platform.clock(),
            ReleaseState.VERIFYING,
            platform.servers()::discard),
        new DeployCompletion(
            platform.documents(),
            platform.servers(),
            new McpHandshake(config.handshakeTimeout()),
            new AnswerReview(ScanEngine.installed().catalogueScanner(), judgements),
            config.names(),
            platform.clock()),
        Reconciliation.on(platform, config),
        Reporting.on(platform, config.names(), previewing::run),
        previewing);
  }

  @Override
  public Set<Topic> topics() {
    return Set.of(
        Topic.BUILD_FINISHED,
        Topic.PREVIEW_CHANGED,
        Topic.RECONCILE_TICK,
        Topic.RELEASE_CHANGED,
        Topic.SOURCE_PUSHED);
  }

  @Override
  public void accept(Delivery delivery) {
    switch (delivery.topic()) {
      case RECONCILE_TICK -> {
        reconciliation.run();
        reporting.due();
        previewing.due();
      }
      case PREVIEW_CHANGED -> previewing.run(delivery.event(PreviewChanged.class).preview());
      case SOURCE_PUSHED -> reporting.begun(delivery.event(SourcePushed.class).release());
      case RELEASE_CHANGED -> reporting.report(delivery.event(ReleaseChanged.class).release());
      default -> step.run(delivery, BuildFinished.class, BuildFinished::release, completion::run);
    }
  }
}
