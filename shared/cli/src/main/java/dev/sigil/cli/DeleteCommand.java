package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = "Delete a server with its releases, secrets, logs and artifacts.")
final class DeleteCommand extends ServerCommand {

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  DeleteCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    if (!yes && !session.confirm("Delete " + server + " and everything of it?")) {
      throw new CancelledException("Nothing was deleted; --yes deletes without asking.");
    }
    JsonNode answer = api.delete(path(""));
    if (!options.printed(answer)) {
      session.say("Deleted " + server + ".");
    }
    return ExitCode.OK;
  }
}
