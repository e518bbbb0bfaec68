package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Show the policy and what the workspace decided on classes of its own.")
final class PolicyShowCommand extends ApiCommand {
  PolicyShowCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode policy = api.get("/api/v1/scan-policy");
    if (!options.printed(policy)) {
      PolicyCommand.tell(session, policy);
    }
    return ExitCode.OK;
  }
}
