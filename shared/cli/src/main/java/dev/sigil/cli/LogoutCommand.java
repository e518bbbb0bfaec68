package dev.sigil.cli;

import dev.sigil.core.json.Json;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "logout",
    mixinStandardHelpOptions = true,
    description = "Revoke the key that `sigil login` got, and forget it.")
final class LogoutCommand extends ApiCommand {
  LogoutCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    Credentials credentials = session.credentials();
    Optional<Credentials.Entry> known = credentials.find(api.url());
    if (known.isEmpty()) {
      session.say("You are not signed in at " + api.url() + ".");
      return ExitCode.OK;
    }
    try (Api own = new Api(api.url(), known.get().token())) {
      own.post("/api/v1/auth/signout", Json.object());
    } catch (ApiException e) {
      if (!e.code().equals("UNAUTHENTICATED")) {
        throw e;
      }
    }
    credentials.remove(api.url());
    session.say("Signed out of " + api.url() + ".");
    return ExitCode.OK;
  }
}
