package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "List the previews of pull requests against a server, the newest first.")
final class PreviewsListCommand extends ServerCommand {

  PreviewsListCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.get(path("/previews?limit=100"));
    if (options.printed(answer)) {
      return ExitCode.OK;
    }
    Table table = new Table("PULL REQUEST", "STATE", "COMMIT", "AUTHOR", "FORK", "ENDPOINT");
    for (JsonNode preview : answer.path("items")) {
      table.row(
          "#" + preview.path("pullRequest").asText(),
          preview.path("state").asText(),
          preview.path("commit").asText(),
          preview.path("author").asText(),
          preview.path("fork").asBoolean() ? "yes" : "no",
          preview.at("/server/endpoint").asText());
    }
    table.print(session);
    return ExitCode.OK;
  }
}
