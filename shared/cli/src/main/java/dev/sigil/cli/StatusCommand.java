package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show a server: what runs, its releases, and why the last one ended.")
final class StatusCommand extends ServerCommand {
  @Option(
      names = {"-w", "--watch"},
      description = "Follow the newest release to its end; fail when it does not go live.")
  boolean watch;

  StatusCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    int outcome = watch ? follow(api) : ExitCode.OK;
    JsonNode found = api.get(path(""));
    if (options.printed(found)) {
      return outcome;
    }
    session.say(found.path("name").asText() + "  " + found.path("status").asText());
    session.say("  endpoint    " + found.path("endpoint").asText());
    session.say("  repository  " + found.path("repository").asText() + folder(found));
    session.say("  branch      " + found.path("branch").asText());
    session.say("  deploys on  " + TriggerCommand.sentence(found.path("rule")));
    tellLost(found.path("detached"));
    session.say("");
    Table table = new Table("RELEASE", "STATE", "COMMIT", "CREATED", "WHY");
    for (JsonNode release : api.get(path("/releases?limit=10")).path("items")) {
      table.row(
          "#" + release.path("number").asText(),
          release.path("state").asText(),
          release.path("push").path("after").asText("       ").substring(0, 7),
          release.path("createdAt").asText(),
          release.path("failure").path("reason").asText("").lines().findFirst().orElse(""));
    }
    table.print(session);
    return outcome;
  }

  private void tellLost(JsonNode lost) {
    if (lost.isMissingNode()) {
      return;
    }
    session.say("  source      " + lost.path("message").asText());
    String since = "  since       " + lost.path("since").asText();
    String pauses = lost.path("pausesAt").asText("");
    session.say(
        lost.path("paused").asBoolean()
            ? since + "; the server is paused until it is back"
            : pauses.isEmpty() ? since : since + "; the server is paused on " + pauses);
  }

  private int follow(Api api) {
    JsonNode newest = api.get(path("/releases?limit=1")).path("items").path(0);
    if (newest.isMissingNode()) {
      session.complain(server + " has no release yet.", "Push, or run `sigil deploy`.");
      return ExitCode.FAILURE;
    }
    ReleaseWatch stages = new ReleaseWatch(session, api, options.json);
    JsonNode ended = stages.follow(newest.path("id").asText(), Duration.ofMinutes(30));
    return Outcome.tell(session, ended);
  }

  private static String folder(JsonNode found) {
    String folder = found.path("folder").asText();
    return folder.isEmpty() ? "" : " (" + folder + ")";
  }
}
