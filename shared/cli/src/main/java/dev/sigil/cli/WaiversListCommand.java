package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "List the workspace's waivers, or those that hold for a server now.")
final class WaiversListCommand extends ApiCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SERVER",
      description = "A server's name or id (default: the whole workspace).")
  @Nullable String server;

  WaiversListCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    String below = server == null ? "" : "/deployments/" + Api.encode(server);
    JsonNode answer =
        api.get("/api/v1" + below + "/waivers" + (server == null ? "?limit=100" : ""));
    if (options.printed(answer)) {
      return ExitCode.OK;
    }
    Table table = new Table("ID", "WHAT", "SERVER", "BY", "EXPIRES", "REASON");
    for (JsonNode waiver : answer.path("items")) {
      table.row(
          waiver.path("id").asText(),
          what(waiver),
          waiver.path("deployment").asText("all"),
          waiver.path("by").asText(),
          waiver.path("expired").asBoolean() ? "expired" : waiver.path("expiresAt").asText(),
          waiver.path("reason").asText());
    }
    table.print(session);
    return ExitCode.OK;
  }

  static String what(JsonNode waiver) {
    if (waiver.has("fingerprint")) {
      return waiver.path("fingerprint").asText();
    }
    String rule = waiver.path("rule").asText("every rule");
    return waiver.has("path") ? rule + " in " + waiver.path("path").asText() : rule;
  }
}
