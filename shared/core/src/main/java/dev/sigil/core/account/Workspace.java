package dev.sigil.core.account;

import dev.sigil.core.id.WorkspaceId;
import java.time.Instant;

/** A tenant: everything a person deploys belongs to one, and tenants never meet. */
public record Workspace(WorkspaceId id, String displayName, Instant createdAt) {}
