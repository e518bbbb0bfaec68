package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = "Serve an earlier release again, without building it anew.")
final class RollbackCommand extends ServerCommand {

  @Option(
      names = "--to",
      paramLabel = "NUMBER",
      description = "The release to serve (default: the one that was live before).")
  @Nullable Integer number;

  RollbackCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    ObjectNode body = Json.object();
    if (number != null) {
      body.put("number", number);
    }
    JsonNode release = api.post(path("/rollback"), body).path("release");
    ReleaseWatch watch = new ReleaseWatch(session, api, options.json);
    JsonNode ended = watch.follow(release.path("id").asText(), Duration.ofMinutes(10));
    options.printed(ended);
    int code = Outcome.tell(session, ended);
    if (code == ExitCode.OK && !options.json) {
      session.say(server + " serves " + ended.path("push").path("after").asText() + " again.");
    }
    return code;
  }
}
