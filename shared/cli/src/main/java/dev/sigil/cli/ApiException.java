package dev.sigil.cli;

/** The platform said no, or could not be reached. The message is a sentence for people. */
final class ApiException extends RuntimeException {
  private final int status;
  private final String code;
  private final String hint;

  ApiException(int status, String code, String message, String hint) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }

  static ApiException unreachable(String url, Throwable cause) {
    ApiException e =
        new ApiException(
            0,
            "UNREACHABLE",
            "No Sigil answers at " + url + ".",
            "Start one with `sigil up`, or name another with --url or SIGIL_URL.");
    e.initCause(cause);
    return e;
  }

  String code() {
    return code;
  }

  String hint() {
    return hint;
  }

  int exitCode() {
    return switch (status) {
      case 0 -> ExitCode.UNREACHABLE;
      case 401, 403 -> ExitCode.AUTH;
      default -> ExitCode.FAILURE;
    };
  }
}
