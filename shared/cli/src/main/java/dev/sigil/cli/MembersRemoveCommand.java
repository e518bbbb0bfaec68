package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

@Command(
    name = "remove",
    aliases = "rm",
    mixinStandardHelpOptions = true,
    description = {
      "Remove a member who came by invitation, with the keys they signed in for.",
      "Whom the code host's organisation lets in is removed there."
    })
final class MembersRemoveCommand extends MemberCommand {

  MembersRemoveCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.delete(member(api));
    if (!options.printed(answer)) {
      session.say("Removed " + login() + ".");
    }
    return ExitCode.OK;
  }
}
