package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "whoami",
    mixinStandardHelpOptions = true,
    description = "Show as whom, in which workspace and with which scopes commands run.")
final class WhoamiCommand extends ApiCommand {
  WhoamiCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode me = api.get("/api/v1/auth/whoami");
    if (options.printed(me)) {
      return ExitCode.OK;
    }
    List<String> scopes = new ArrayList<>();
    me.path("scopes").forEach(scope -> scopes.add(scope.asText()));
    String who =
        session
            .credentials()
            .find(api.url())
            .filter(entry -> entry.token().equals(api.token()))
            .map(entry -> "@" + entry.login() + " (key " + me.path("actor").asText() + ")")
            .orElse("key " + me.path("actor").asText());
    session.say(who);
    session.say("workspace " + me.path("workspace").asText());
    session.say("scopes    " + String.join(", ", scopes));
    session.say("platform  " + api.url());
    return ExitCode.OK;
  }
}
