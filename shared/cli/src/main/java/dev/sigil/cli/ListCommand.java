package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "List the servers of the workspace.")
final class ListCommand extends ApiCommand {

  ListCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.get("/api/v1/deployments?limit=100");
    if (options.printed(answer)) {
      return ExitCode.OK;
    }
    JsonNode items = answer.path("items");
    if (items.isEmpty()) {
      session.say("No servers yet. Deploy one: sigil deploy <git url or path>");
      return ExitCode.OK;
    }
    Table table = new Table("NAME", "STATE", "BRANCH", "ENDPOINT");
    for (JsonNode item : items) {
      table.row(
          item.path("name").asText(),
          item.path("status").asText() + (item.has("detached") ? ", source lost" : ""),
          item.path("branch").asText(),
          item.path("endpoint").asText());
    }
    table.print(session);
    return ExitCode.OK;
  }
}
