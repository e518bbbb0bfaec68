package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    aliases = "rm",
    mixinStandardHelpOptions = true,
    description = "Take a waiver back: what it covered counts again from the next scan on.")
final class WaiversRemoveCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "As `sigil waivers list` shows it.")
  String id = "";

  WaiversRemoveCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.delete("/api/v1/waivers/" + Api.encode(id));
    if (!options.printed(answer)) {
      session.say("Removed. The findings count again from the next scan on.");
    }
    return ExitCode.OK;
  }
}
