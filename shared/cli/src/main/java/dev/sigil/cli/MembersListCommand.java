package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "List the people in the workspace and their roles.")
final class MembersListCommand extends ApiCommand {

  MembersListCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.get("/api/v1/members?limit=100");
    if (options.printed(answer)) {
      return ExitCode.OK;
    }
    Table table = new Table("LOGIN", "ROLE", "CAME BY", "SINCE", "NAME");
    JsonNode part = answer;
    while (true) {
      for (JsonNode member : part.path("items")) {
        table.row(
            "@" + member.path("login").asText(),
            member.path("role").asText(),
            member.path("origin").asText(),
            member.path("since").asText(),
            member.path("name").asText(""));
      }
      String next = part.path("nextCursor").asText("");
      if (next.isEmpty()) {
        break;
      }
      part = api.get("/api/v1/members?limit=100&cursor=" + Api.encode(next));
    }
    table.print(session);
    return ExitCode.OK;
  }
}
