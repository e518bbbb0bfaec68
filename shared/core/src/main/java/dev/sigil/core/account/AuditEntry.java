package dev.sigil.core.account;

import dev.sigil.core.id.WorkspaceId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One change that somebody made.
 *
 * @param id sorts by time within the workspace
 * @param actor id of the API key that asked for it, or the person's login after an at sign
 * @param action such as {@code deployment.restart}
 * @param target what it changed: a server's name, a key's id
 * @param detail more about it, never a secret
 */
public record AuditEntry(
    String id,
    WorkspaceId workspace,
    Instant at,
    String actor,
    String action,
    String target,
    Map<String, String> detail) {
  public AuditEntry {
    detail = Map.copyOf(new TreeMap<>(detail));
  }
}
