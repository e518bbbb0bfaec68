package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Switch a server's previews on or off.",
      "Off removes those there are; on makes one with the next commit of each pull request."
    })
final class PreviewsSetCommand extends ServerCommand {

  @Parameters(index = "1", paramLabel = "STATE", description = "on or off.")
  String state = "";

  PreviewsSetCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.put(path("/previews"), Json.object().put("state", state));
    if (!options.printed(answer)) {
      session.say("Previews of pull requests are " + state + ".");
    }
    return ExitCode.OK;
  }
}
