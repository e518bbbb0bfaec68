package dev.sigil.functions.deploycompletion;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Principal;
import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.PullRequests.PullRequest;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Detachment;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.platform.Deletion;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.preview.Approval;
import dev.sigil.core.preview.Ending;
import dev.sigil.core.preview.Preview;
import dev.sigil.core.preview.PreviewSlots;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.functions.deploycompletion.report.PreviewShow;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings previews to what is wanted of them: started, shown, removed. Each look begins with what is
 * stored and may be repeated, so that a crash anywhere is made up for by the next one. A failure of
 * the runtime or of the code host puts it off. Thread-safe.
 */
public final class Previewing {
  private static final System.Logger LOG = System.getLogger(Previewing.class.getName());

  /* One who is turned away between two rounds makes a third; more come with the tick. */
  private static final int ROUNDS = 3;

  /** How many due previews one tick looks at. */
  private static final int BATCH = 20;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final int MAX_DOUBLINGS = 7;

  /** How often one that found no place looks for one. */
  private static final Duration QUEUE = Duration.ofMinutes(15);

  private final CodeHost host;
  private final Deployments deployments;
  private final Previews previews;
  private final PreviewServers servers;
  private final PreviewShow show;
  private final AuditLog audit;
  private final Duration idle;
  private final InstantSource clock;

  /** What previews are made with. */
  public record Ports(
      CodeHost host,
      DocumentStore documents,
      ServerRuntime servers,
      ImageBuilder builds,
      EventPublisher events,
      InstantSource clock) {}

  /**
   * What holds for all of them.
   *
   * @param idle after how long without a commit one is removed
   */
  public record Rules(RegistryNames names, PreviewSlots.Bounds bounds, Duration idle) {}

  public Previewing(Ports ports, Rules rules, RandomGenerator random) {
    this.host = ports.host();
    this.clock = ports.clock();
    this.idle = rules.idle();
    this.deployments = new Deployments(ports.documents(), clock);
    this.previews = new Previews(ports.documents(), clock);
    this.audit = new AuditLog(ports.documents(), clock, random);
    this.show = new PreviewShow(host, ports.documents(), rules.names(), clock);
    this.servers =
        new PreviewServers(
            host,
            deployments,
            new Releases(ports.documents(), clock),
            new PreviewSlots(ports.documents(), rules.bounds()),
            new Deletion(ports.documents(), ports.servers(), ports.builds(), clock),
            show,
            ports.events());
  }

  /** The previewing on a platform. */
  static Previewing on(Platform platform, DeployCompletionConfig config, RandomGenerator random) {
    return new Previewing(
        new Ports(
            platform.codeHost(),
            platform.documents(),
            platform.servers(),
            platform.builds(),
            platform.events(),
            platform.clock()),
        new Rules(config.names(), config.previews(), config.previewIdle()),
        random);
  }

  /** Looks at previews that are due. */
  public void due() {
    previews.due(BATCH).forEach(this::run);
  }

  /** Brings a preview to what is wanted, unless somebody else is doing so. */
  public void run(DeploymentId id) {
    boolean settled = false;
    for (int round = 0; round < ROUNDS && !settled; round++) {
      Optional<Preview> held = previews.hold(id);
      settled = held.isEmpty() || attempt(held.get());
    }
  }

  private boolean attempt(Preview preview) {
    try {
      return previews.giveBack(preview.id(), work(preview));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Preview " + preview.id() + " is looked at again later", e);
      Instant now = clock.instant();
      int doublings = Math.min(preview.turn().failures(), MAX_DOUBLINGS);
      Instant next = now.plus(FIRST_PAUSE.multipliedBy(1L << doublings));
      Instant wanted =
          e instanceof TransientException refusal ? refusal.notBefore().orElse(now) : now;
      previews.postpone(preview.id(), next.isBefore(wanted) ? wanted : next);
      return true;
    }
  }

  /* Returns when to look again at the latest. */
  private @Nullable Instant work(Preview seen) {
    Optional<Deployment> parent =
        deployments.get(seen.parent()).filter(found -> found.state() != Deployment.State.DELETING);
    Preview preview = ended(seen, parent);
    Ending ending = preview.ending();
    if (ending != null || parent.isEmpty()) {
      remove(preview, parent.orElse(null), ending == null ? Ending.PARENT_DELETED : ending);
      return null;
    }
    Instant expiry = preview.activeAt().plus(idle);
    Instant next = start(verified(preview, parent.get()), parent.get());
    return next == null || expiry.isBefore(next) ? expiry : next;
  }

  private Preview ended(Preview preview, Optional<Deployment> parent) {
    Ending reason = preview.ending() == null ? reason(preview, parent) : null;
    return reason == null ? preview : keep(preview, reason);
  }

  private Preview keep(Preview preview, Ending reason) {
    return previews
        .keep(preview.id(), now -> now.head().equals(preview.head()) ? now.ending(reason) : now)
        .orElse(preview);
  }

  private @Nullable Ending reason(Preview preview, Optional<Deployment> parent) {
    if (parent.isEmpty()) {
      return Ending.PARENT_DELETED;
    }
    if (!parent.get().previews()) {
      return Ending.SWITCHED_OFF;
    }
    Detachment lost = parent.get().standing().detached();
    if (lost != null && lost.reason().pauses()) {
      return Ending.SOURCE_LOST;
    }
    boolean expired = !clock.instant().isBefore(preview.activeAt().plus(idle));
    return expired ? expiry(preview, parent.get()) : null;
  }

  /* The event of its closing may have been lost. */
  private Ending expiry(Preview preview, Deployment parent) {
    if (!show.shows(parent)) {
      return Ending.IDLE;
    }
    Optional<PullRequest> now = refusable(parent, preview);
    if (now.filter(PullRequest::open).isPresent()) {
      return Ending.IDLE;
    }
    return now.filter(PullRequest::merged).isPresent() ? Ending.MERGED : Ending.CLOSED;
  }

  private Optional<PullRequest> refusable(Deployment parent, Preview preview) {
    try {
      return host.pullRequests().find(parent.repository(), preview.number());
    } catch (SigilException e) {
      LOG.log(Level.INFO, "The code host does not tell of a pull request: {0}", e.getMessage());
      return Optional.of(new PullRequest(true, false, false, preview.head()));
    }
  }

  private void remove(Preview preview, @Nullable Deployment parent, Ending why) {
    if (!preview.removed()) {
      servers.remove(preview);
      previews.keep(preview.id(), now -> now.ending() == null ? now : now.withoutServer());
    }
    show.removed(preview, parent, why);
  }

  /* Whoever pressed the button of a check is asked for at the host, before anything runs. */
  private Preview verified(Preview preview, Deployment parent) {
    Approval asked = preview.approval();
    if (asked == null || asked.verified() || !asked.commit().equals(preview.head())) {
      return preview;
    }
    boolean may = host.pullRequests().mayWrite(parent.repository(), asked.by().substring(1));
    if (may) {
      audit.add(
          new Principal(parent.workspace(), asked.by(), Set.of()),
          "preview.approve",
          parent.name().value(),
          Map.of("pullRequest", String.valueOf(preview.number()), "commit", asked.commit().id()));
    }
    Approval known = new Approval(asked.commit(), asked.by(), asked.at(), true);
    return previews
        .keep(
            preview.id(),
            now ->
                !asked.equals(now.approval())
                    ? now
                    : may ? now.approved(known, clock.instant()) : now.unapproved())
        .orElse(preview);
  }

  private @Nullable Instant start(Preview preview, Deployment parent) {
    Optional<Deployment> before = servers.find(preview.id());
    if (before.isEmpty() && !servers.concerns(preview, parent)) {
      return null;
    }
    if (!preview.allowed()) {
      show.waiting(preview, parent, before.filter(server -> server.live() != null).isPresent());
      return null;
    }
    if (!servers.admits(preview, parent)) {
      show.full(preview, parent, "There may be " + servers.bounds() + " at once, no more.");
      return clock.instant().plus(QUEUE);
    }
    Deployment server = servers.serve(preview, parent);
    Optional<Release> newest = servers.newest(server);
    newest.ifPresent(
        release -> show.running(preview, parent, server, release, parent.live() != null));
    return null;
  }
}
