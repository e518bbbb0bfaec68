package dev.sigil.core.scan.policy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.store.DocumentStore;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a workspace chose for its scans.
 *
 * @param policy name of a shipped policy
 * @param classes what findings of a class do at most or at least, where the workspace has its own
 *     word; findings that only inform stay as they are
 */
public record ScanSettings(String policy, Map<ThreatClass, Verdict> classes) {
  public static final ScanSettings STANDARD = new ScanSettings(Policies.DEFAULT, Map.of());

  private static final String COLLECTION = "scanSettings";

  public ScanSettings {
    classes = Map.copyOf(new TreeMap<>(classes));
  }

  /**
   * The policy that these settings make.
   *
   * @throws SigilException {@code INVALID_REQUEST} when there is no such policy, or a class that
   *     protects others is lowered
   */
  public ScanPolicy compile() {
    ScanPolicy base =
        Policies.named(policy)
            .orElseThrow(
                () ->
                    new SigilException(
                        ErrorCode.INVALID_REQUEST,
                        "There is no such policy; choose strict, default or relaxed."));
    classes.forEach(
        (threat, effect) -> {
          if (threat.protectsOthers() && effect != Verdict.BLOCK) {
            throw new SigilException(
                ErrorCode.INVALID_REQUEST,
                "Findings of the class " + threat + " protect others and cannot be lowered.");
          }
        });
    return base.with(classes);
  }

  /** What the workspace chose, else the standard. */
  public static ScanSettings of(DocumentStore store, WorkspaceId workspace) {
    return store
        .get(COLLECTION, workspace.value())
        .map(document -> document.as(ScanSettings.class))
        .orElse(STANDARD);
  }

  /** Stores the settings after they were checked. */
  public void save(DocumentStore store, WorkspaceId workspace) {
    compile();
    store.put(COLLECTION, workspace.value(), Json.tree(this));
  }
}
