package dev.sigil.functions.deploycompletion;

import dev.sigil.core.Environment;
import dev.sigil.core.preview.PreviewSlots;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.scan.policy.Judgements;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Settings of the last part of the pipeline.
 *
 * @param names under which servers are published
 * @param handshakeTimeout for {@code initialize}, and again for each list with its pages
 * @param stalledAfter how long nothing happens to a release until its event is published again
 * @param giveUpAfter how long a release may stay in one stage; longer than the longest build
 * @param previews how many previews of pull requests may run at once
 * @param previewIdle after how long without a commit a preview is removed
 * @param waived fingerprints of findings that the operator accepts, from {@code SIGIL_SCAN_WAIVED}
 */
public record DeployCompletionConfig(
    RegistryNames names,
    Duration handshakeTimeout,
    Duration stalledAfter,
    Duration giveUpAfter,
    PreviewSlots.Bounds previews,
    Duration previewIdle,
    Set<String> waived) {
  public DeployCompletionConfig {
    waived = Set.copyOf(waived);
  }

  /**
   * Reads the environment.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  public static DeployCompletionConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    RegistryNames names = RegistryNames.from(environment);
    Duration handshake = positive(environment, "SIGIL_HANDSHAKE_TIMEOUT", Duration.ofSeconds(30));
    Duration stalled = positive(environment, "SIGIL_STALLED_AFTER", Duration.ofMinutes(10));
    Duration giveUp = positive(environment, "SIGIL_GIVE_UP_AFTER", Duration.ofHours(2));
    if (giveUp.compareTo(stalled) <= 0) {
      environment.refuse("SIGIL_GIVE_UP_AFTER must be longer than SIGIL_STALLED_AFTER");
    }
    PreviewSlots.Bounds previews =
        new PreviewSlots.Bounds(
            environment.integer("SIGIL_PREVIEWS_PER_WORKSPACE", 10, 0, 1_000),
            environment.integer("SIGIL_PREVIEWS_PER_REPOSITORY", 5, 0, 1_000));
    Duration previewIdle = positive(environment, "SIGIL_PREVIEW_IDLE", Duration.ofDays(7));
    Set<String> waived = Judgements.waivedByOperator(environment);
    environment.check();
    return new DeployCompletionConfig(
        names, handshake, stalled, giveUp, previews, previewIdle, waived);
  }

  private static Duration positive(Environment environment, String name, Duration fallback) {
    Duration value = environment.duration(name, fallback);
    if (value.isNegative() || value.isZero()) {
      environment.refuse(name + " must be longer than nothing");
    }
    return value;
  }
}
