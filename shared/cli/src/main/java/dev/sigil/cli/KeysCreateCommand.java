package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.account.Scope;
import dev.sigil.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Create a key. Its token is shown once, on standard output.")
final class KeysCreateCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "NAME", description = "What the key is for.")
  String name = "";

  @Option(
      names = "--scope",
      split = ",",
      defaultValue = "read,invoke",
      description = "read, deploy, invoke, admin (default: ${DEFAULT-VALUE}).")
  List<Scope> scopes = List.of();

  @Option(names = "--days", paramLabel = "DAYS", description = "Until it expires (default: never).")
  @Nullable Integer days;

  KeysCreateCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    ObjectNode body = Json.object().put("name", name);
    ArrayNode list = body.putArray("scopes");
    scopes.forEach(scope -> list.add(scope.name().toLowerCase(Locale.ROOT)));
    if (days != null) {
      body.put("expiresAt", Instant.now().plus(Duration.ofDays(days)).toString());
    }
    JsonNode answer = api.post("/api/v1/keys", body);
    if (!options.printed(answer)) {
      session.err().println("Keep this token: it is not shown again.");
      session.say(answer.path("token").asText());
    }
    return ExitCode.OK;
  }
}
