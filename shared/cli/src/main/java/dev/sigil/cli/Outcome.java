package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Tells how a release ended. */
final class Outcome {
  private Outcome() {}

  /** Prints the end of a release and returns the exit code it means. */
  static int tell(Session session, JsonNode release) {
    String state = release.path("state").asText();
    if (state.equals("live")) {
      return ExitCode.OK;
    }
    if (ReleaseWatch.open(release)) {
      session.complain(
          "The release is still " + state + ".",
          "Go on watching with `sigil status " + release.path("deployment").asText() + "`.");
      return ExitCode.FAILURE;
    }
    JsonNode failure = release.path("failure");
    session.complain(
        failure.path("reason").asText("The release ended " + state + "."),
        failure.path("hint").asText(""));
    return ExitCode.FAILURE;
  }
}
