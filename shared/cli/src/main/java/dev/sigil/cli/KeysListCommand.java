package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "List the keys of the workspace.")
final class KeysListCommand extends ApiCommand {

  KeysListCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.get("/api/v1/keys");
    if (options.printed(answer)) {
      return ExitCode.OK;
    }
    Table table = new Table("ID", "NAME", "SCOPES", "CREATED", "EXPIRES", "LAST USED");
    for (JsonNode key : answer.path("items")) {
      List<String> scopes = new ArrayList<>();
      key.path("scopes").forEach(scope -> scopes.add(scope.asText()));
      table.row(
          key.path("id").asText(),
          key.path("name").asText(),
          String.join(",", scopes),
          key.path("createdAt").asText(),
          key.path("expiresAt").asText("never"),
          key.path("lastUsedAt").asText("never"));
    }
    table.print(session);
    return ExitCode.OK;
  }
}
