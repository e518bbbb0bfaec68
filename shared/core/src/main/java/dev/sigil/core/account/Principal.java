package dev.sigil.core.account;

import dev.sigil.core.id.WorkspaceId;
import java.util.Set;

/** Who sends a request: a key of one workspace with its scopes. */
public record Principal(WorkspaceId workspace, String key, Set<Scope> scopes) {
  public Principal {
    scopes = Set.copyOf(scopes);
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }
}
