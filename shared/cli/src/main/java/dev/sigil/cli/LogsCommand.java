package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Show what a server or its build wrote.")
final class LogsCommand extends ServerCommand {
  private static final Duration STEP = Duration.ofMillis(500);

  @Option(
      names = {"-f", "--follow"},
      description = "Go on showing new lines.")
  boolean follow;

  @Option(names = "--build", description = "The build's log instead of the server's.")
  boolean build;

  @Option(
      names = {"-n", "--lines"},
      defaultValue = "200",
      description = "How many of the last lines (default: ${DEFAULT-VALUE}).")
  int lines = 200;

  LogsCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    String cursor = print(api.get(page(null)));
    while (follow && !session.out().checkError()) {
      LockSupport.parkNanos(STEP.toNanos());
      cursor = print(api.get(page(cursor)));
    }
    return ExitCode.OK;
  }

  private String page(@Nullable String cursor) {
    String from = cursor == null ? "" : "&cursor=" + Api.encode(cursor);
    return path("/logs?source=" + (build ? "build" : "server") + "&limit=" + lines + from);
  }

  private String print(JsonNode answer) {
    for (JsonNode line : answer.path("lines")) {
      session.say(options.json ? Json.write(line) : text(line));
    }
    return answer.path("cursor").asText();
  }

  private String text(JsonNode line) {
    String at = line.path("at").asText();
    return Cli.colored(session.ansi(), "faint", at) + "  " + line.path("text").asText();
  }
}
