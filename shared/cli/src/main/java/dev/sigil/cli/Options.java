package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that talks to the platform takes. */
final class Options {
  private final Session session;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The platform's address (SIGIL_URL; default: " + Session.DEFAULT_URL + ").")
  @Nullable String url;

  @Option(names = "--json", description = "Print the platform's answer as JSON, for scripts.")
  boolean json;

  Options(Session session) {
    this.session = session;
  }

  Api api() {
    String address = url == null ? session.url() : url.replaceAll("/+$", "");
    return new Api(address, session.token(address));
  }

  /** Prints {@code answer} when JSON was asked for, and says whether it did. */
  boolean printed(JsonNode answer) {
    if (json) {
      session.say(Json.pretty(answer));
    }
    return json;
  }
}
