package dev.sigil.core;

/**
 * Every way in which Sigil says no. The name is part of the public API: clients and dashboards
 * match on it, so a code is never renamed or reused. Each carries the HTTP status it maps to and a
 * default hint that tells its reader what to do next.
 */
public enum ErrorCode {
  INVALID_REQUEST(400, "Correct the field named in the error and send the request again."),
  UNAUTHENTICATED(401, "Send a valid API key in the Authorization header: Bearer sgl_…"),
  FORBIDDEN(403, "Use a key whose scopes cover this action."),
  NOT_FOUND(404, "Check the name; `sigil list` shows what exists in this workspace."),
  METHOD_NOT_ALLOWED(405, "Use one of the methods named in the Allow header."),
  REQUEST_TIMEOUT(408, "Send the whole request without pauses, then try again."),
  CONFLICT(409, "Read the current state, then decide whether the change still applies."),
  PAYLOAD_TOO_LARGE(413, "Send less than the limit named in the error."),
  UNSUPPORTED_MEDIA_TYPE(415, "Send application/json."),
  RATE_LIMITED(429, "Wait for the time named in Retry-After, then try again."),
  INTERNAL(500, "Try again; if it stays, report the request id to the operator."),
  SERVER_FAILED(502, "Try again; if it stays, its owner finds the cause with `sigil logs`."),
  UNAVAILABLE(503, "Try again in a few seconds."),
  SERVER_TIMEOUT(
      504, "Try again; a server that works for long should answer with an event stream."),

  SOURCE_NOT_FOUND(404, "Check the repository address, the branch, and that Sigil may read it."),
  SOURCE_UNSAFE(422, "Remove the path or link that leaves the repository, then push again."),
  SOURCE_TOO_LARGE(
      422, "Remove large files from the repository, or deploy a smaller folder of it."),
  MANIFEST_INVALID(422, "Correct mcp.yaml at the line named in the error, then push again."),
  SERVER_NOT_DETECTED(
      422, "Add an mcp.yaml that says how to build and start the server, then push again."),
  SCAN_BLOCKED(422, "Fix or suppress the findings listed in the scan report, then push again."),
  SCAN_INCOMPLETE(422, "Make the repository smaller: a scan that cannot finish is never a pass."),
  BUILD_FAILED(422, "Read the build log (`sigil logs --build`), fix the cause, then push again."),
  BUILD_TIMEOUT(422, "Make the build faster, or vendor what it downloads."),
  BUILD_TOOL_MISSING(
      422, "Install the tool named in the error on this machine, then deploy again."),
  SECRET_MISSING(
      422, "Set it with `sigil secrets set <server> <NAME>`, then restart or deploy again."),
  START_FAILED(422, "Read the server's log (`sigil logs`), fix the cause, then push again."),
  HANDSHAKE_FAILED(
      422,
      "Read the server's log (`sigil logs`); answer `initialize` as the MCP specification says,"
          + " and test with the MCP inspector."),
  HANDSHAKE_TIMEOUT(
      422, "Answer `initialize` sooner; start slow work after the server is listening."),
  TOOLS_INVALID(422, "Correct the tools/list answer named in the error, then push again."),
  ATTEMPTS_EXHAUSTED(
      500, "The platform gave up after repeated failures; deploy again, or ask the operator.");

  private final int httpStatus;
  private final String hint;

  ErrorCode(int httpStatus, String hint) {
    this.httpStatus = httpStatus;
    this.hint = hint;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public String hint() {
    return hint;
  }
}
