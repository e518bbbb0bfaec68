package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "List the names of a server's secrets.")
final class SecretsListCommand extends ServerCommand {

  SecretsListCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.get(path("/secrets"));
    if (options.printed(answer)) {
      return ExitCode.OK;
    }
    Table table = new Table("NAME", "SET");
    for (JsonNode secret : answer.path("items")) {
      table.row(secret.path("name").asText(), secret.path("updatedAt").asText());
    }
    table.print(session);
    return ExitCode.OK;
  }
}
