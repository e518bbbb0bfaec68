package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** A command about one person in the workspace. */
abstract class MemberCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "LOGIN", description = "The person's login.")
  private String login = "";

  MemberCommand(Session session) {
    super(session);
  }

  /** The member's address in the API. */
  final String member(Api api) {
    String wanted = login.startsWith("@") ? login.substring(1) : login;
    String cursor = "";
    do {
      JsonNode page = api.get("/api/v1/members?limit=100" + cursor);
      for (JsonNode member : page.path("items")) {
        if (member.path("login").asText().equalsIgnoreCase(wanted)) {
          return "/api/v1/members/" + Api.encode(member.path("person").asText());
        }
      }
      cursor =
          Optional.of(page.path("nextCursor").asText(""))
              .filter(next -> !next.isEmpty())
              .map(next -> "&cursor=" + Api.encode(next))
              .orElse("");
    } while (!cursor.isEmpty());
    throw new ApiException(
        404,
        "NOT_FOUND",
        "@" + wanted + " is not in the workspace.",
        "`sigil members list` shows who is.");
  }

  final String login() {
    return login;
  }
}
