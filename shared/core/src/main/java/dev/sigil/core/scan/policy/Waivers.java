package dev.sigil.core.scan.policy;

import dev.sigil.core.Digests;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Principal;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The waivers of workspaces; each change is in the audit log. Thread-safe. */
public final class Waivers {
  public static final Duration LONGEST = Duration.ofDays(90);
  public static final int LONGEST_REASON = 500;
  public static final Index BY_WORKSPACE =
      new Index(
          "waiversByWorkspace", "waivers", List.of("workspace"), "id", Index.Direction.ASCENDING);
  static final int MAX_PER_WORKSPACE = 1_000;

  private static final String COLLECTION = "waivers";

  private final DocumentStore store;
  private final InstantSource clock;
  private final AuditLog audit;

  public Waivers(DocumentStore store, InstantSource clock, AuditLog audit) {
    this.store = store;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * Waives findings, or renews the waiver.
   *
   * @param deployment the server it holds for; null for all of the workspace
   * @param seen what scans found there last; a waiver that would cover a block which protects
   *     others is refused. What is found later is held to the same rule by {@link Judgement}
   * @param term at most {@link #LONGEST}
   * @throws SigilException {@code FORBIDDEN} when it covers what protects others, {@code
   *     INVALID_REQUEST} when reason or term are missing or too long, {@code CONFLICT} when the
   *     workspace has too many
   */
  public Waiver add(
      Principal actor,
      Waiver.Target target,
      @Nullable DeploymentId deployment,
      List<Finding> seen,
      String reason,
      Duration term) {
    refuseProtecting(target, seen);
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "A waiver needs a reason of at most 500 characters.");
    }
    if (!term.isPositive() || term.compareTo(LONGEST) > 0) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "A waiver holds for at least a moment and at most 90 days.");
    }
    Instant now = clock.instant();
    Waiver waiver =
        new Waiver(
            id(actor.workspace(), deployment, target),
            actor.workspace(),
            deployment,
            target,
            reason.strip(),
            actor.actor(),
            now,
            now.plus(term));
    List<Waiver> all = all(actor.workspace());
    if (all.size() >= MAX_PER_WORKSPACE
        && all.stream().noneMatch(other -> other.id().equals(waiver.id()))) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "The workspace has 1,000 waivers, which is the most it can have.",
          "Remove those that have expired.");
    }
    store.put(COLLECTION, waiver.id(), Json.tree(waiver));
    Map<String, String> detail = new TreeMap<>(target.parts());
    detail.put("reason", waiver.reason());
    detail.put("expiresAt", waiver.expiresAt().toString());
    if (deployment != null) {
      detail.put("deployment", deployment.value());
    }
    audit.add(actor, "waiver.add", waiver.id(), detail);
    return waiver;
  }

  private static void refuseProtecting(Waiver.Target target, List<Finding> seen) {
    seen.stream()
        .filter(finding -> target.fits(finding) && Judgement.isProtecting(finding))
        .findFirst()
        .ifPresent(
            finding -> {
              throw new SigilException(
                  ErrorCode.FORBIDDEN,
                  "The finding %s in %s protects those who use the server; a workspace cannot waive it."
                      .formatted(finding.rule(), finding.path()),
                  "Remove what was found, or ask the platform's operator.");
            });
  }

  /**
   * Takes a waiver back.
   *
   * @throws SigilException {@code NOT_FOUND} when the workspace has no such waiver
   */
  public void revoke(Principal actor, String id) {
    Waiver waiver =
        find(actor.workspace(), id)
            .orElseThrow(() -> new SigilException(ErrorCode.NOT_FOUND, "There is no such waiver."));
    store.delete(COLLECTION, waiver.id());
    audit.add(actor, "waiver.revoke", waiver.id(), waiver.target().parts());
  }

  /** By id; those that have expired are there until they are revoked. */
  public Page<Waiver> list(WorkspaceId workspace, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_WORKSPACE, limit, cursor, workspace.value()))
        .map(document -> document.as(Waiver.class));
  }

  /** The waivers that hold for a server now, by id. */
  public List<Waiver> active(WorkspaceId workspace, DeploymentId deployment) {
    Instant now = clock.instant();
    return all(workspace).stream().filter(waiver -> waiver.holds(deployment, now)).toList();
  }

  private List<Waiver> all(WorkspaceId workspace) {
    List<Waiver> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<Waiver> page = list(workspace, Query.MAX_LIMIT, cursor);
      all.addAll(page.items());
      cursor = page.next().orElse(null);
    } while (cursor != null && all.size() < MAX_PER_WORKSPACE);
    return all;
  }

  private Optional<Waiver> find(WorkspaceId workspace, String id) {
    return store
        .get(COLLECTION, id)
        .map((Document document) -> document.as(Waiver.class))
        .filter(waiver -> waiver.workspace().equals(workspace));
  }

  private static String id(
      WorkspaceId workspace, @Nullable DeploymentId deployment, Waiver.Target target) {
    String scope = deployment == null ? "" : deployment.value();
    return Digests.sha256Hex(workspace.value() + '\0' + scope + '\0' + target.parts())
        .substring(0, 24);
  }
}
