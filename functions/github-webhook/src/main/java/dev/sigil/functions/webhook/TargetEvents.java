package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.Account;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Repository;

/** Accounts that changed their login: the workspace and its servers' addresses stay. */
final class TargetEvents {
  private final Repositories repositories;
  private final Servers servers;

  TargetEvents(Repositories repositories, Servers servers) {
    this.repositories = repositories;
    this.servers = servers;
  }

  /** Takes {@code installation_target}: renamed. */
  Effect renamed(JsonNode payload) {
    return Payload.account(payload, "/account")
        .map(now -> renamed(now, Payload.text(payload, "/changes/login/from")))
        .orElse(Effect.NONE);
  }

  /** The account was called {@code from} before. */
  Effect renamed(Account now, String from) {
    WorkspaceId workspace = repositories.workspace(now);
    Account before = new Account(now.host(), now.id(), from, now.type(), null);
    servers.move(servers.ofOwner(workspace, before), d -> moved(d, now));
    return Effect.NONE;
  }

  private static Repository moved(Deployment deployment, Account owner) {
    return new Repository(
        "https://"
            + owner.host()
            + "/"
            + owner.login()
            + "/"
            + deployment.repository().name()
            + ".git");
  }
}
