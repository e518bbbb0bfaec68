package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = {
      "Let a fork's commit be scanned, built and run, without any secret.",
      "Read the commit first; each further commit asks again."
    })
final class PreviewsApproveCommand extends ServerCommand {

  @Parameters(index = "1", paramLabel = "PULL_REQUEST", description = "Its number.")
  int pullRequest;

  @Option(
      names = "--commit",
      required = true,
      description = "The commit that you have read, all 40 digits of it.")
  String commit = "";

  PreviewsApproveCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode answer =
        api.post(
            path("/previews/" + pullRequest + "/approve"), Json.object().put("commit", commit));
    if (!options.printed(answer)) {
      session.say("Approved. The pull request's comment shows how it goes.");
    }
    return ExitCode.OK;
  }
}
