package dev.sigil.core.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.core.id.WorkspaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's place in a workspace.
 *
 * @param assigned whether an owner chose the role here, so that the code host's no longer counts
 */
public record Member(
    WorkspaceId workspace,
    PersonId person,
    String login,
    @Nullable String name,
    Role role,
    Origin origin,
    boolean assigned,
    Instant since) {

  /** How a person came in. */
  public enum Origin {
    /** The account is theirs, or they are in the organisation; they leave with it. */
    @JsonProperty("code-host")
    CODE_HOST,
    /** Somebody in the workspace invited them; they stay until they leave or are removed. */
    @JsonProperty("invitation")
    INVITATION
  }

  /** The member with a role that an owner chose. */
  Member assigned(Role chosen) {
    return new Member(workspace, person, login, name, chosen, origin, true, since);
  }

  /** The member as the code host knows them. */
  Member following(String newLogin, @Nullable String newName, Role granted) {
    return new Member(
        workspace,
        person,
        newLogin,
        newName,
        assigned ? role : granted,
        Origin.CODE_HOST,
        assigned,
        since);
  }
}
