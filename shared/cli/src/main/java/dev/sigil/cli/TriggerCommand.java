package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.deploy.DeployRule.On;
import dev.sigil.core.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "trigger",
    mixinStandardHelpOptions = true,
    description = {
      "Show or choose what deploys a server: pushes to its branch, new tags, or releases.",
      "A release that is a draft or a prerelease deploys nothing."
    })
final class TriggerCommand extends ServerCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "EVENT",
      description = "push, tag or release; without it the present choice is shown.")
  @Nullable On on;

  @Option(
      names = "--tags",
      paramLabel = "PATTERN",
      description = "Which tags do, such as 'v*' (default: all).")
  @Nullable String tags;

  TriggerCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    On chosen = on;
    if (chosen == null && tags != null) {
      session.complain("--tags needs an event: tag or release.", "See `sigil trigger --help`.");
      return ExitCode.USAGE;
    }
    JsonNode answer = chosen == null ? api.get(path("")) : choose(api, chosen);
    if (!options.printed(answer)) {
      session.say(sentence(answer.path("rule")));
    }
    return ExitCode.OK;
  }

  private JsonNode choose(Api api, On chosen) {
    ObjectNode body = Json.object().put("on", chosen.name().toLowerCase(Locale.ROOT));
    if (tags != null) {
      body.put("tags", tags);
    }
    return api.put(path("/deploy-rule"), body);
  }

  /** What a rule does, in a line. */
  static String sentence(JsonNode rule) {
    String like = "like " + rule.path("tags").asText();
    return switch (rule.path("on").asText()) {
      case "tag" -> "each new tag " + like;
      case "release" -> "each published release of a tag " + like;
      default -> "each push to its branch";
    };
  }
}
