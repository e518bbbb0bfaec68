package dev.sigil.cli;

import picocli.CommandLine.Parameters;

/** A command about one server of the workspace. */
abstract class ServerCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name or id.")
  protected String server = "";

  ServerCommand(Session session) {
    super(session);
  }

  /** The server's address in the API, with a path below it. */
  final String path(String below) {
    return "/api/v1/deployments/" + Api.encode(server) + below;
  }
}
