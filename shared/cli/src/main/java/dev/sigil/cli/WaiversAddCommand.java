package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Waive a finding by its fingerprint, or those of a rule, below a path, or both.",
      "What blocks to protect those who use the server cannot be waived."
    })
final class WaiversAddCommand extends ApiCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SERVER",
      description = "A server's name or id (default: all servers of the workspace).")
  @Nullable String server;

  @Option(names = "--fingerprint", description = "One finding, as a report names it.")
  @Nullable String fingerprint;

  @Option(names = "--rule", description = "Findings of a rule, such as secret/github-token.")
  @Nullable String rule;

  @Option(names = "--path", description = "Findings in a file, or in a folder and below.")
  @Nullable String path;

  @Option(
      names = "--reason",
      required = true,
      description = "Why they may stay, for the audit log.")
  String reason = "";

  @Option(
      names = "--days",
      defaultValue = "30",
      description = "Until they count again, at most 90 (default: ${DEFAULT-VALUE}).")
  int days = 30;

  WaiversAddCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    ObjectNode body = Json.object().put("reason", reason).put("days", days);
    put(body, "fingerprint", fingerprint);
    put(body, "rule", rule);
    put(body, "path", path);
    String below = server == null ? "" : "/deployments/" + Api.encode(server);
    JsonNode waiver = api.post("/api/v1" + below + "/waivers", body);
    if (!options.printed(waiver)) {
      session.say(
          "Waived %s until %s, as %s. It holds from the next scan on."
              .formatted(
                  WaiversListCommand.what(waiver),
                  waiver.path("expiresAt").asText(),
                  waiver.path("id").asText()));
    }
    return ExitCode.OK;
  }

  private static void put(ObjectNode body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
