package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

@Command(
    name = "workspaces",
    mixinStandardHelpOptions = true,
    description = {
      "List the workspaces that this key opens; `sigil login --workspace` chooses another.",
      "A workspace belongs to an account of the code host and is named as it is there."
    })
final class WorkspacesCommand extends ApiCommand {

  WorkspacesCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer = api.get("/api/v1/workspaces");
    if (options.printed(answer)) {
      return ExitCode.OK;
    }
    Table table = new Table("ID", "NAME", "ACCOUNT");
    for (JsonNode workspace : answer.path("items")) {
      JsonNode account = workspace.path("account");
      table.row(
          workspace.path("id").asText(),
          workspace.path("displayName").asText(),
          account.isMissingNode()
              ? "none"
              : account.path("host").asText() + "/" + account.path("login").asText());
    }
    table.print(session);
    return ExitCode.OK;
  }
}
