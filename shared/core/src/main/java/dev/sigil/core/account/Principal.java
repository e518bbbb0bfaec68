package dev.sigil.core.account;

import dev.sigil.core.id.WorkspaceId;
import java.util.Set;

/**
 * Who sends a request, and what they may do in one workspace.
 *
 * @param actor as the audit log names them: a key's id, or a person's login after an at sign
 */
public record Principal(WorkspaceId workspace, String actor, Set<Scope> scopes) {
  public Principal {
    scopes = Set.copyOf(scopes);
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }
}
