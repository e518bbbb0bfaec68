package dev.sigil.functions.scanjob;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.policy.Judgement;
import dev.sigil.core.scan.policy.ScanSettings;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.core.store.DocumentStore;
import java.util.Optional;
import java.util.Set;

/** How a server's scan is judged: its workspace's policy and waivers, and its last live version. */
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

  Judgement of(Deployment deployment) {
    return new Judgement(
        ScanSettings.of(documents, deployment.workspace()).compile(),
        waivedByOperator,
        waivers.active(deployment.workspace(), deployment.id()),
        approved(deployment).orElse(null));
  }

  /* A rollback has no scan of its own; it runs what an earlier release's scan approved. */
  private Optional<ScanReport> approved(Deployment deployment) {
    return releases.list(deployment.id(), RELEASES_LOOKED_AT, null).items().stream()
        .filter(release -> release.state() == ReleaseState.LIVE)
        .flatMap(release -> Optional.ofNullable(release.scan()).stream())
        .findFirst();
  }
}
