package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "Revoke a key; it stops working at once.")
final class KeysRevokeCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The key's id, from `keys list`.")
  String id = "";

  KeysRevokeCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.delete("/api/v1/keys/" + Api.encode(id));
    if (!options.printed(answer)) {
      session.say("Revoked " + id + ".");
    }
    return ExitCode.OK;
  }
}
