package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = "Search the registry's public servers and their tools.")
final class SearchCommand extends ApiCommand {

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "What to look for.")
  List<String> words = List.of();

  SearchCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    String query = Api.encode(String.join(" ", words));
    JsonNode answer = api.get("/api/v1/packages/search?q=" + query);
    if (options.printed(answer)) {
      return ExitCode.OK;
    }
    if (answer.path("items").isEmpty()) {
      session.say("Nothing found.");
      return ExitCode.OK;
    }
    Table table = new Table("NAME", "VERSION", "DESCRIPTION");
    for (JsonNode item : answer.path("items")) {
      table.row(
          item.path("name").asText(),
          item.path("version").asText(),
          item.path("description").asText());
    }
    table.print(session);
    return ExitCode.OK;
  }
}
