package dev.sigil.functions.registryapi;

import dev.sigil.http.Problem;
import dev.sigil.http.Response;
import java.util.Map;

/** Errors of the MCP registry's API hold one text; Sigil's own API has its envelope. */
final class RegistryProblems implements Problem.Format {
  @Override
  public Response render(Problem problem, String path, String requestId) {
    return path.startsWith("/api/")
        ? problem.envelope(requestId)
        : Response.json(problem.code().httpStatus(), Map.of("error", problem.message()));
  }
}
