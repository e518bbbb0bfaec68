package dev.sigil.core.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;

/** What a person is in a workspace, from the least to the most. */
public enum Role {
  /** Sees everything and may call private servers. */
  @JsonProperty("viewer")
  VIEWER,
  /** Deploys as well. */
  @JsonProperty("member")
  MEMBER,
  /** Everything, including keys and members. */
  @JsonProperty("owner")
  OWNER;

  public Set<Scope> scopes() {
    return switch (this) {
      case VIEWER -> Set.of(Scope.READ, Scope.INVOKE);
      case MEMBER -> Set.of(Scope.READ, Scope.INVOKE, Scope.DEPLOY);
      case OWNER -> Set.of(Scope.values());
    };
  }
}
