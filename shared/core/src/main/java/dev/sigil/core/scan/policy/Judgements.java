package dev.sigil.core.scan.policy;

import dev.sigil.core.Environment;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.store.DocumentStore;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a server's scan is judged: its workspace's policy and waivers, and its last live version; a
 * preview's, by those of the server that it would change.
 */
public final class Judgements {
  private static final int RELEASES_LOOKED_AT = 50;

  private final DocumentStore documents;
  private final Releases releases;
  private final Waivers waivers;
  private final Set<String> waivedByOperator;

  public Judgements(
      DocumentStore documents, Releases releases, Waivers waivers, Set<String> waivedByOperator) {
    this.documents = documents;
    this.releases = releases;
    this.waivers = waivers;
    this.waivedByOperator = Set.copyOf(waivedByOperator);
  }

  /** Fingerprints of findings that the operator accepts, from {@code SIGIL_SCAN_WAIVED}. */
  public static Set<String> waivedByOperator(Environment environment) {
    return Arrays.stream(environment.text("SIGIL_SCAN_WAIVED", "").split(",", -1))
        .map(String::strip)
        .filter(fingerprint -> !fingerprint.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** For a scan of its source, held against the last version that went live. */
  public Judgement of(Deployment deployment) {
    return of(deployment, approved(deployment).orElse(null));
  }

  /** For a scan that is held against {@code approved}; null for none. */
  public Judgement of(Deployment deployment, @Nullable ScanReport approved) {
    return new Judgement(
        ScanSettings.of(documents, deployment.workspace()).compile(),
        waivedByOperator,
        waivers.active(deployment.workspace(), deployment.judgedAs()),
        approved);
  }

  /* A rollback has the scan of what it runs again. */
  private Optional<ScanReport> approved(Deployment deployment) {
    return releases.list(deployment.judgedAs(), RELEASES_LOOKED_AT, null).items().stream()
        .filter(release -> release.state() == ReleaseState.LIVE)
        .flatMap(release -> Optional.ofNullable(release.scan()).stream())
        .findFirst();
  }
}
