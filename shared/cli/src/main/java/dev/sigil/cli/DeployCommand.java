package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = "Deploy a git repository, by its URL or by a path on the platform's machine.")
final class DeployCommand extends ApiCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "REPOSITORY",
      defaultValue = ".",
      description = "A git URL or path (default: the current folder).")
  String repository = ".";

  @Option(names = "--branch", description = "The branch to deploy (default: the repository's own).")
  @Nullable String branch;

  @Option(names = "--folder", description = "The folder of a monorepo that holds the server.")
  @Nullable String folder;

  @Option(names = "--name", description = "The server's name (default: the repository's).")
  @Nullable String name;

  @Option(names = "--no-wait", description = "Return when the release is queued.")
  boolean noWait;

  DeployCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) throws IOException {
    ObjectNode body = Json.object().put("repository", address());
    put(body, "branch", branch);
    put(body, "folder", folder);
    put(body, "name", name);
    JsonNode accepted = api.post("/api/v1/deploy", body);
    JsonNode release = accepted.path("release");
    if (noWait) {
      return queued(accepted);
    }
    if (!options.json) {
      session
          .err()
          .println(
              "Deploying "
                  + accepted.path("deployment").path("name").asText()
                  + " at "
                  + release.path("push").path("after").asText("").substring(0, 7));
    }
    ReleaseWatch watch = new ReleaseWatch(session, api, options.json);
    JsonNode ended = watch.follow(release.path("id").asText(), Duration.ofMinutes(30));
    if (!options.printed(ended) && ended.path("state").asText().equals("live")) {
      String deployment = ended.path("deployment").asText();
      JsonNode server = api.get("/api/v1/deployments/" + Api.encode(deployment));
      session.say(server.path("endpoint").asText());
    }
    return options.json && ended.path("state").asText().equals("live")
        ? ExitCode.OK
        : Outcome.tell(session, ended);
  }

  private int queued(JsonNode accepted) {
    if (!options.printed(accepted)) {
      session.say(accepted.path("release").path("id").asText());
    }
    return ExitCode.OK;
  }

  private String address() throws IOException {
    Path path = Path.of(repository);
    return !repository.contains("://") && Files.isDirectory(path)
        ? path.toRealPath().toString()
        : repository;
  }

  private static void put(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }
}
