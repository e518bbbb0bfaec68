package dev.sigil.gcp.runtime;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import java.util.function.Supplier;

/** Where Google's errors become Sigil's. */
final class Boundary {
  private Boundary() {}

  /**
   * Runs what calls Google Cloud.
   *
   * @param what is done, as in "cannot …"
   * @param refused the code of an error that the same call would meet again
   */
  static <T> T call(String what, ErrorCode refused, Supplier<T> body) {
    try {
      return body.get();
    } catch (ApiException e) {
      throw translate(what, refused, e);
    }
  }

  static void run(String what, Runnable body) {
    call(
        what,
        ErrorCode.INTERNAL,
        () -> {
          body.run();
          return true;
        });
  }

  /**
   * What a failed call means. A missing permission may pass: IAM takes minutes to tell every server
   * of a new binding.
   */
  static RuntimeException translate(String what, ErrorCode refused, ApiException e) {
    StatusCode.Code code = e.getStatusCode().getCode();
    return switch (code) {
      case INVALID_ARGUMENT,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          NOT_FOUND,
          ALREADY_EXISTS ->
          new SigilException(
              refused, "Google Cloud refuses to " + what + ": " + message(e) + ".", e);
      case OK,
          CANCELLED,
          UNKNOWN,
          DEADLINE_EXCEEDED,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          ABORTED,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS,
          UNAUTHENTICATED ->
          new TransientException("cannot " + what + " now: " + code + ": " + message(e), e);
    };
  }

  /* gRPC's text repeats the status before what the service says. */
  static String message(ApiException e) {
    Throwable cause = e.getCause();
    String text = cause == null || cause.getMessage() == null ? e.getMessage() : cause.getMessage();
    String said = text == null ? "" : text.replaceFirst("^[A-Z_]+: ", "");
    return said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
  }
}
