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
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
   * Waives a finding, or renews its waiver.
   *
   * @param deployment the server it holds for; null for all of the workspace
   * @param term at most {@link #LONGEST}
   * @throws SigilException {@code FORBIDDEN} when the finding blocks to protect others, {@code
   *     INVALID_REQUEST} when reason or term are missing or too long
   */
  public Waiver add(
      Principal actor,
      Finding finding,
      @Nullable DeploymentId deployment,
      String reason,
      Duration term) {
    if (finding.threat().protectsOthers() && finding.effect() == Verdict.BLOCK) {
      throw new SigilException(
          ErrorCode.FORBIDDEN,
          "This finding protects those who use the server; a workspace cannot waive it.",
          "Remove what was found, or ask the platform's operator.");
    }
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
            id(actor.workspace(), deployment, finding.fingerprint()),
            actor.workspace(),
            deployment,
            finding.fingerprint(),
            finding.rule(),
            reason.strip(),
            actor.actor(),
            now,
            now.plus(term));
    store.put(COLLECTION, waiver.id(), Json.tree(waiver));
    audit.add(
        actor,
        "waiver.add",
        waiver.id(),
        Map.of(
            "fingerprint", waiver.fingerprint(),
            "rule", waiver.rule(),
            "reason", waiver.reason(),
            "expiresAt", waiver.expiresAt().toString()));
    return waiver;
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
    audit.add(actor, "waiver.revoke", waiver.id(), Map.of("fingerprint", waiver.fingerprint()));
  }

  /** By id; those that have expired are there until they are revoked. */
  public Page<Waiver> list(WorkspaceId workspace, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_WORKSPACE, limit, cursor, workspace.value()))
        .map(document -> document.as(Waiver.class));
  }

  /** The fingerprints that are waived for a server now. */
  public Set<String> active(WorkspaceId workspace, DeploymentId deployment) {
    Set<String> active = new HashSet<>();
    Instant now = clock.instant();
    String cursor = null;
    int seen = 0;
    do {
      Page<Waiver> page = list(workspace, Query.MAX_LIMIT, cursor);
      page.items().stream()
          .filter(waiver -> waiver.holds(deployment, now))
          .forEach(waiver -> active.add(waiver.fingerprint()));
      seen += page.items().size();
      cursor = page.next().orElse(null);
    } while (cursor != null && seen < MAX_PER_WORKSPACE);
    return active;
  }

  private Optional<Waiver> find(WorkspaceId workspace, String id) {
    return store
        .get(COLLECTION, id)
        .map((Document document) -> document.as(Waiver.class))
        .filter(waiver -> waiver.workspace().equals(workspace));
  }

  private static String id(
      WorkspaceId workspace, @Nullable DeploymentId deployment, String fingerprint) {
    String scope = deployment == null ? "" : deployment.value();
    return Digests.sha256Hex(workspace.value() + '\0' + scope + '\0' + fingerprint)
        .substring(0, 24);
  }
}
