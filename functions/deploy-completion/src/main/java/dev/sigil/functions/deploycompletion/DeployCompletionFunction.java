package dev.sigil.functions.deploycompletion;

import dev.sigil.core.account.AuditLog;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.ReleaseStep;
import dev.sigil.core.event.Topic;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.scan.ScanEngine;
import dev.sigil.core.scan.policy.Judgements;
import dev.sigil.core.scan.policy.Waivers;
import java.security.SecureRandom;
import java.util.Set;

/** Takes finished builds live, and looks after releases that stand still. */
public final class DeployCompletionFunction implements EventFunction {
  private final ReleaseStep step;
  private final DeployCompletion completion;
  private final Reconciliation reconciliation;

  public DeployCompletionFunction(
      ReleaseStep step, DeployCompletion completion, Reconciliation reconciliation) {
    this.step = step;
    this.completion = completion;
    this.reconciliation = reconciliation;
  }

  /** The function on a platform, with a real MCP client. */
  public static DeployCompletionFunction on(Platform platform, DeployCompletionConfig config) {
    Releases releases = new Releases(platform.documents(), platform.clock());
    AuditLog audit = new AuditLog(platform.documents(), platform.clock(), new SecureRandom());
    Judgements judgements =
        new Judgements(
            platform.documents(),
            releases,
            new Waivers(platform.documents(), platform.clock(), audit),
            config.waived());
    return new DeployCompletionFunction(
        new ReleaseStep(
            releases, platform.clock(), ReleaseState.VERIFYING, platform.servers()::discard),
        new DeployCompletion(
            platform.documents(),
            platform.servers(),
            new McpHandshake(config.handshakeTimeout()),
            new AnswerReview(ScanEngine.installed().catalogueScanner(), judgements),
            config.names(),
            platform.clock()),
        Reconciliation.on(platform, config));
  }

  @Override
  public Set<Topic> topics() {
    return Set.of(Topic.BUILD_FINISHED, Topic.RECONCILE_TICK);
  }

  @Override
  public void accept(Delivery delivery) {
    if (delivery.topic() == Topic.RECONCILE_TICK) {
      reconciliation.run();
    } else {
      step.run(delivery, BuildFinished.class, BuildFinished::release, completion::run);
    }
  }
}
