package dev.sigil.gcp.build;

import com.google.api.gax.rpc.ApiException;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;

/** Reads why a call of Google Cloud failed. */
final class Calls {
  private Calls() {}

  /**
   * What the failure means: an argument that Google refuses stays wrong; a quota, an outage, and a
   * permission that somebody may still grant do not.
   *
   * @param action completes "Google Cloud did not …"
   */
  static RuntimeException failure(String action, ApiException e) {
    String code = e.getStatusCode().getCode().name();
    return switch (e.getStatusCode().getCode()) {
      case INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED ->
          new SigilException(
              ErrorCode.INTERNAL, "Google Cloud refused to " + action + " (" + code + ").", e);
      default -> new TransientException("Google Cloud did not " + action + " (" + code + ")", e);
    };
  }

  /** Whether the failure proves that nothing was done. */
  static boolean refused(ApiException e) {
    return switch (e.getStatusCode().getCode()) {
      case INVALID_ARGUMENT,
          PERMISSION_DENIED,
          UNAUTHENTICATED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          NOT_FOUND ->
          true;
      default -> false;
    };
  }
}
