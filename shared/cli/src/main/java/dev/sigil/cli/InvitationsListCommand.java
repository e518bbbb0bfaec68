package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "List the invitations that nobody has used yet; `members add` makes one.")
final class InvitationsListCommand extends ApiCommand {

  InvitationsListCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.get("/api/v1/invitations?limit=100");
    if (options.printed(answer)) {
      return ExitCode.OK;
    }
    Table table = new Table("ID", "FOR", "ROLE", "BY", "EXPIRES");
    for (JsonNode invitation : answer.path("items")) {
      table.row(
          invitation.path("id").asText(),
          invitation.path("invitee").asText(),
          invitation.path("role").asText(),
          invitation.path("invitedBy").asText(),
          invitation.path("expiresAt").asText());
    }
    table.print(session);
    return ExitCode.OK;
  }
}
