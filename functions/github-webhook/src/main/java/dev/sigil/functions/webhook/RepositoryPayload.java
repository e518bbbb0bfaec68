package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.Account;
import dev.sigil.core.account.GithubRepository.Facts;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Repository;
import dev.sigil.http.JsonBody;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A repository as an event shows it.
 *
 * @param id GitHub's number; 0 when the payload has none, as none that GitHub sends
 * @param owner empty when the payload gives no number of it
 * @param login of the owner, as GitHub spells it
 * @param name without the owner
 * @param updatedAt when it was so
 */
record RepositoryPayload(
    long id,
    Optional<Account> owner,
    String login,
    String name,
    Repository address,
    boolean hidden,
    @Nullable String defaultBranch,
    boolean archived,
    Instant updatedAt) {

  /**
   * Reads the member {@code repository}.
   *
   * @param received stands in when the payload does not say when the repository changed
   */
  static RepositoryPayload read(JsonNode payload, Instant received) {
    return new RepositoryPayload(
        Payload.number(payload, "/repository/id"),
        Payload.account(payload, "/repository/owner"),
        Payload.text(payload, "/repository/owner/login"),
        Payload.text(payload, "/repository/name"),
        JsonBody.field(
            "repository.clone_url",
            Payload.text(payload, "/repository/clone_url"),
            Repository::new),
        payload.at("/repository/private").asBoolean(false),
        Payload.optional(payload, "/repository/default_branch"),
        payload.at("/repository/archived").asBoolean(false),
        Payload.instant(payload, "/repository/updated_at").orElse(received));
  }

  /** What is known of it now, when its owner's workspace is that one. */
  Facts facts(Account account, WorkspaceId workspace, boolean deleted) {
    return new Facts(
        account.key(),
        workspace,
        address,
        login + "/" + name,
        hidden,
        defaultBranch,
        archived,
        deleted,
        updatedAt,
        null);
  }
}
