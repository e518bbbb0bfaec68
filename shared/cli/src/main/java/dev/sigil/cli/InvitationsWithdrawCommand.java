package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "withdraw",
    mixinStandardHelpOptions = true,
    description = "Take an invitation back; its token lets nobody in any more.")
final class InvitationsWithdrawCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "From `invitations list`.")
  String id = "";

  InvitationsWithdrawCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.delete("/api/v1/invitations/" + Api.encode(id));
    if (!options.printed(answer)) {
      session.say("Took " + id + " back.");
    }
    return ExitCode.OK;
  }
}
