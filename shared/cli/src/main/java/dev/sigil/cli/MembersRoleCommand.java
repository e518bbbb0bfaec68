package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.Role;
import dev.sigil.core.json.Json;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "role",
    mixinStandardHelpOptions = true,
    description = "Give a member another role. Who may do less than before loses their keys.")
final class MembersRoleCommand extends MemberCommand {

  @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, member or owner.")
  Role role = Role.VIEWER;

  MembersRoleCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode now =
        api.patch(member(api), Json.object().put("role", role.name().toLowerCase(Locale.ROOT)));
    if (!options.printed(now)) {
      session.say("@" + now.path("login").asText() + " is " + now.path("role").asText() + " now.");
    }
    return ExitCode.OK;
  }
}
