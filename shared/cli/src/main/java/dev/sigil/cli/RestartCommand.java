package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import picocli.CommandLine.Command;

@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description = "Replace a server's instances one by one, with the secrets as they are now.")
final class RestartCommand extends ServerCommand {

  RestartCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.post(path("/restart"), Json.object());
    if (!options.printed(answer)) {
      session.say("Restarted " + server + ".");
    }
    return ExitCode.OK;
  }
}
