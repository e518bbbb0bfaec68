package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.Role;
import dev.sigil.core.json.Json;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Invite somebody. The token is shown once, on standard output; whoever signs in and brings it",
      "within seven days is a member."
    })
final class MembersAddCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "WHO", description = "Whom it is for, in your own words.")
  String who = "";

  @Option(
      names = "--role",
      defaultValue = "member",
      description = "viewer, member or owner (default: ${DEFAULT-VALUE}).")
  Role role = Role.MEMBER;

  MembersAddCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode made =
        api.post(
            "/api/v1/invitations",
            Json.object().put("invitee", who).put("role", role.name().toLowerCase(Locale.ROOT)));
    if (!options.printed(made)) {
      session
          .err()
          .println(
              "Give this token to "
                  + who
                  + " until "
                  + made.path("expiresAt").asText()
                  + ": it is not shown again.");
      session.say(made.path("token").asText());
    }
    return ExitCode.OK;
  }
}
