package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "rm", mixinStandardHelpOptions = true, description = "Remove a secret.")
final class SecretsRemoveCommand extends ServerCommand {

  @Parameters(index = "1", paramLabel = "NAME", description = "Such as API_TOKEN.")
  String name = "";

  SecretsRemoveCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.delete(path("/secrets/" + Api.encode(name)));
    if (!options.printed(answer)) {
      session.say("Removed " + name + ".");
    }
    return ExitCode.OK;
  }
}
