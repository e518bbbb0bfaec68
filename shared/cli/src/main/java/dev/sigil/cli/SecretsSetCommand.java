package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import java.io.Console;
import java.io.IOException;
import java.io.StringWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description =
        "Set a secret. The value is read from standard input or asked for, never taken as an"
            + " argument, which other users of the machine could see.")
final class SecretsSetCommand extends ServerCommand {

  @Parameters(index = "1", paramLabel = "NAME", description = "Such as API_TOKEN.")
  String name = "";

  SecretsSetCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) throws IOException {
    JsonNode answer =
        api.put(path("/secrets/" + Api.encode(name)), Json.object().put("value", value()));
    if (!options.printed(answer)) {
      session.say("Set " + name + ". It takes effect with `sigil restart " + server + "`.");
    }
    return ExitCode.OK;
  }

  private String value() throws IOException {
    Console console = session.terminal() ? System.console() : null;
    if (console != null) {
      char[] typed = console.readPassword("Value of %s: ", name);
      if (typed == null || typed.length == 0) {
        throw new CancelledException("No value was given.");
      }
      return new String(typed);
    }
    StringWriter piped = new StringWriter();
    session.in().transferTo(piped);
    String value = piped.toString().replaceFirst("\\R$", "");
    if (value.isEmpty()) {
      throw new CancelledException("No value came on standard input.");
    }
    return value;
  }
}
